import { useEffect, useRef } from "preact/hooks";
import type { MailSummary } from "../../inbox/mailpit.ts";
import { line, timeText } from "./ask.ts";

export interface MailList {
	readonly total: number;
	readonly unread: number;
	readonly messages_count: number;
	readonly messages: readonly MailSummary[];
}

/** The mails that were found, newest first. One of them is on the way of the Tab key; the arrows lead to the others. */
export function List(props: {
	readonly list: MailList;
	readonly query: string;
	readonly selected: string;
	readonly now: number;
	readonly select: (id: string) => void;
	readonly open: () => void;
}) {
	const { list, query, selected, now, select, open } = props;
	const { messages, messages_count } = list;
	const first = messages.some(({ ID }) => ID === selected)
		? selected
		: messages[0]?.ID;
	if (messages.length === 0)
		return (
			<p class="empty soft">
				{query === ""
					? "No mail yet. What is sent shows up here by itself."
					: `No mail fits “${line(query, 60)}”.`}
			</p>
		);
	return (
		<>
			<ul class="mails">
				{messages.map((mail) => (
					<Row
						key={mail.ID}
						mail={mail}
						isSelected={mail.ID === selected}
						isFirst={mail.ID === first}
						now={now}
						select={select}
						open={open}
					/>
				))}
			</ul>
			{messages_count > messages.length && (
				<p class="empty soft">
					{(messages_count - messages.length).toLocaleString("en")} older ones:
					search for them.
				</p>
			)}
		</>
	);
}

function Row(props: {
	readonly mail: MailSummary;
	readonly isSelected: boolean;
	readonly isFirst: boolean;
	readonly now: number;
	readonly select: (id: string) => void;
	readonly open: () => void;
}) {
	const { mail, isSelected, isFirst, now, select, open } = props;
	const { ID, Subject, Read, Created, Attachments, Snippet } = mail;
	const link = useRef<HTMLAnchorElement>(null);
	useEffect(() => {
		if (!isSelected) return;
		link.current?.scrollIntoView({ block: "nearest" });
		// Whoever types a search or works elsewhere stays there.
		if (document.activeElement?.closest(".mails")) link.current?.focus();
	}, [isSelected]);
	return (
		<li>
			<a
				ref={link}
				href={`/view/${ID}`}
				class={Read ? "mail" : "mail unread"}
				aria-current={isSelected ? "true" : undefined}
				tabIndex={isFirst ? 0 : -1}
				onClick={(event) => {
					if (event.ctrlKey || event.metaKey || event.shiftKey) return;
					event.preventDefault();
					select(ID);
					open();
				}}
			>
				<span class="who">
					{!Read && <span class="hidden">Unread, to </span>}
					<bdi>{line(recipientsOf(mail), 120)}</bdi>
				</span>
				<time dateTime={Created} title={`${Created} (UTC)`}>
					{timeText(Created, now)}
				</time>
				<span class="subject">
					<bdi>{line(Subject, 200) || "(no subject)"}</bdi>
				</span>
				{Attachments > 0 && (
					<span class="files" title={filesText(Attachments)}>
						<svg viewBox="0 0 16 16" aria-hidden="true">
							<path d="M11 4.5 5.8 9.7a1.4 1.4 0 0 0 2 2L13 6.4a2.7 2.7 0 0 0-3.8-3.8L3.9 7.9a4.1 4.1 0 0 0 5.8 5.8L14 9.4" />
						</svg>
						<span class="hidden">{filesText(Attachments)}</span>
					</span>
				)}
				<span class="snippet soft">
					<bdi>{line(Snippet, 160)}</bdi>
				</span>
			</a>
		</li>
	);
}

function recipientsOf({ To, Cc, Bcc }: MailSummary): string {
	const all = [...To, ...Cc, ...Bcc].map(
		({ Name, Address }) => Name || Address,
	);
	return all.slice(0, 5).join(", ") || "(nobody)";
}

function filesText(count: number): string {
	return count === 1 ? "1 file" : `${count} files`;
}
