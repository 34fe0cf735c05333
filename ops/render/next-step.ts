import type { DeadCause } from "../../core/delivery/causes.ts";
import { isInDoubt } from "../dead-letters/doubt.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import type { Story } from "./story.ts";

/** The next step for a message, with a command only where one helps. */
export function nextStep(
	{ id, row, rejected, copy }: Story,
	{ flags, now }: { readonly flags: string; readonly now: number },
): string {
	const type = (command: string) => `${OPS} ${command}${flags}`;
	const discarded =
		row?.discarded ??
		(copy === undefined ? rejected.at(-1)?.discarded : undefined);
	if (discarded !== undefined)
		return `nothing: ${discarded.who} discarded it at ${discarded.at}: ${discarded.reason}`;
	if (row !== undefined && isInDoubt(row))
		return `look for it in the mailbox's Sent folder; if it is not there, type ${type(`resolve ${argument(row.at)} resend`)}; if it is, the same with sent in place of resend`;
	const parsed = copy?.parsed;
	const failed = row?.state.kind === "FAILED" ? row.state.cause : undefined;
	const isRefused = rejected.length > 0 || parsed?.kind === "invalid";
	const cause =
		failed ??
		copy?.facts?.cause ??
		rejected.at(-1)?.facts.cause ??
		(isRefused ? "bad-message" : undefined);
	if (cause !== undefined) {
		const redrive = type(
			`redrive --id=${argument(failed === undefined ? id : (row?.at ?? id))}`,
		);
		if (parsed?.kind === "message" && (parsed.message.notAfter ?? now) < now)
			return "nothing: its notAfter has passed, so it is no longer sent";
		const isBadByItself = parsed?.kind === "invalid";
		return stepAfter(cause, { redrive, isBadByItself });
	}
	if (row?.state.kind === "SENT") return "nothing: it was sent";
	if (row?.state.kind === "EXPIRED") return "nothing: it had expired";
	if (copy !== undefined) return type(`redrive --id=${argument(id)}`);
	return `nothing: it waits for its turn; ${type("status")} shows whether mail flows`;
}

function stepAfter(
	cause: DeadCause,
	{
		redrive,
		isBadByItself,
	}: { readonly redrive: string; readonly isBadByItself: boolean },
): string {
	switch (cause) {
		case "key-reused":
			return "its producer gives it a unique id and sends it again";
		case "loop":
			return "nothing: it is the sender's own alarm or event; its owner ends the rule that sends it back to the sender";
		case "no-route":
			return `the sender's owner adds a route for it, or a defaultRoute; then ${redrive}`;
		case "unreadable":
			return "its producer sends it again, simpler or as a file";
		case "bad-message":
			return isBadByItself
				? "its producer corrects it and sends it again"
				: `its producer corrects it and sends it again; or its template or file is corrected, then ${redrive}`;
		case "bad-recipient":
			return `its producer corrects the address and sends it again; or the address accepts mail now, then ${redrive}`;
		case "cancelled":
			return `nothing; or, to send it after all, ${redrive}`;
		default:
			return redrive;
	}
}
