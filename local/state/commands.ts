import type { SenderManifest } from "../../core/manifest.ts";
import type { Advice } from "../../core/status/overview.ts";
import { atRun, opsCommand } from "../commands-to-type.ts";

/** Where a command is to work: one sender of a run. */
export interface CommandPlace {
	readonly aws: { readonly port: number };
	readonly senders: readonly Pick<SenderManifest, "name">[];
	readonly sender: SenderManifest;
	readonly stackName: string;
}

/** A command of the operators for this sender of the run, such as `set-password`. */
export function opsFor(place: CommandPlace, verb: string): string {
	return opsCommand(place, verb, place.sender);
}

/** A command of the AWS CLI for this run: placeholders of the runbook get the sender's own names. */
export function awsCommand(command: string, place: CommandPlace): string {
	const { aws, sender, stackName } = place;
	const names = new Map(
		Object.entries({ ...sender, stack: stackName }).map(([key, value]) => [
			key.replace(/[A-Z]/g, "_$&").toUpperCase(),
			String(value),
		]),
	);
	const named = command.replace(
		/(?<![\w"'{])[A-Z][A-Z_]*[A-Z](?![\w"'}])/g,
		(name) => names.get(name) ?? name,
	);
	return atRun(named, aws, sender.region);
}

/** What the verdict tells to type. */
export function adviceFor(place: CommandPlace): Advice {
	const ops = (verb: string) => opsFor(place, verb);
	const aws = (command: string) => awsCommand(command, place);
	return {
		status: ops("status"),
		setPassword: ops("set-password"),
		setOauth: `${ops("set-oauth")} < FILE`,
		resume: ops("resume"),
		resumeRule: (id) => ops(`resume --rule=${id}`),
		deadLetters: ops("failed"),
		quota: ops("status"),
		unthrottle: aws(
			"aws lambda delete-function-concurrency --function-name FUNCTION_NAME",
		),
		functionLog: aws("aws logs tail LOG_GROUP_NAME --since 30m"),
		breakerLog: aws("aws logs tail BREAKER_LOG_GROUP_NAME --since 30m"),
	};
}
