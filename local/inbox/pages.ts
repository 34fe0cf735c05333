import { type StoredMail, summaryOf } from "./mailbox-store.ts";

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1rem}
a{color:inherit}h1{font-size:1.2rem}table{width:100%;border-collapse:collapse}
td,th{padding:.4rem .5rem;text-align:left;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}
td:last-child{white-space:nowrap}dl{display:grid;grid-template-columns:6rem 1fr;gap:.2rem .8rem}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:60vh;border:1px solid #8884;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #8884;padding:.8rem}
`;

export function listPage(mails: readonly StoredMail[]): string {
	const rows = mails.map((mail) => {
		const { From, To, Subject, Created } = summaryOf(mail);
		const to =
			To.map(({ Address }) => Address).join(", ") || mail.recipients.join(", ");
		return `<tr><td>${text(From.Name || From.Address)}</td><td>${text(to)}</td><td><a href="/view/${mail.id}">${text(Subject || "(no subject)")}</a></td><td>${Created.slice(0, 19).replace("T", " ")}</td></tr>`;
	});
	const body =
		rows.length === 0
			? "<p>No mail yet. Put a message on the queue, and reload.</p>"
			: `<table><thead><tr><th>From</th><th>To</th><th>Subject</th><th>Received (UTC)</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
	return page(
		"Inbox",
		`<h1>Inbox of the local look-alike Gmail: ${mails.length}</h1>${body}`,
	);
}

export function mailPage(mail: StoredMail): string {
	const { email, recipients, id } = mail;
	const facts = [
		["From", `${email.from?.name ?? ""} <${email.from?.address ?? ""}>`],
		["To", recipients.join(", ")],
		["Subject", email.subject ?? ""],
		["Date", email.date ?? ""],
		[
			"Files",
			email.attachments
				.map(
					({ filename, mimeType }) =>
						`${filename ?? "(unnamed)"} (${mimeType})`,
				)
				.join(", "),
		],
	].filter(([, value]) => value !== "");
	const html =
		email.html === undefined
			? ""
			: `<iframe sandbox="" src="/view/${id}/html" title="The mail's HTML"></iframe>`;
	const plain =
		email.text === undefined ? "" : `<pre>${text(email.text)}</pre>`;
	return page(
		email.subject ?? "Mail",
		`<p><a href="/">Inbox</a> · <a href="/api/v1/message/${id}/raw">source</a></p><dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${text(value ?? "")}</dd>`).join("")}</dl>${html}${plain}`,
	);
}

function page(title: string, body: string): string {
	return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>${STYLE}</style><body>${body}</body></html>`;
}

function text(value: string): string {
	return value.replace(
		/[&<>"']/g,
		(character) => `&#${character.charCodeAt(0)};`,
	);
}
