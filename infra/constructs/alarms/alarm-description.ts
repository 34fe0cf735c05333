import type { Settings } from "../settings/settings.ts";
import type { AlarmRow } from "./alarms.ts";

/** What the description needs to know of where it runs; may hold tokens. */
export interface AlarmPlace {
	readonly account: string;
	readonly region: string;
	readonly stackName: string;
	readonly breakerName: string;
	readonly logGroupName: string;
	readonly breakerLogGroupName: string;
}

/**
 * The text on-call reads first, in a fixed order: what users notice, whether mail is lost, where it
 * is and who can mend it, a command that works in CloudShell without a clone, and where to read on.
 */
export function alarmDescription(
	row: AlarmRow,
	settings: Settings,
	place: AlarmPlace,
): string {
	const { mailboxOwner, runbookUrl } = settings;
	const owner =
		row.needsOwner && mailboxOwner !== undefined
			? ` Can be fixed by: ${mailboxOwner}.`
			: "";
	return [
		row.symptom,
		`Is mail lost? ${row.lost}`,
		`Account ${place.account}, ${place.region}, stack ${place.stackName}, mailbox ${maskMailbox(settings.mailbox)}.${owner}`,
		`Type: ${commandOf(row, place)}`,
		`Over when: ${row.over}.`,
		...(runbookUrl === undefined ? [] : [`Runbook: ${runbookUrl}#${row.id}`]),
	].join("\n");
}

function commandOf({ firstCommand }: AlarmRow, place: AlarmPlace): string {
	const { region, breakerName } = place;
	const ask = (action: string) =>
		`aws lambda invoke --region ${region} --function-name ${breakerName} --cli-binary-format raw-in-base64-out --payload '{"action":"${action}"}' answer.json >/dev/null && jq -r .message answer.json`;
	const log = (group: string) =>
		`aws logs tail ${group} --region ${region} --since 30m`;
	switch (firstCommand) {
		case "status":
			return ask("status");
		case "dead-letters":
			return ask("failed");
		case "function-log":
			return log(place.logGroupName);
		case "breaker-log":
			return log(place.breakerLogGroupName);
	}
}

function maskMailbox(mailbox: string): string {
	return `${mailbox.slice(0, 1)}***${mailbox.slice(mailbox.lastIndexOf("@"))}`;
}
