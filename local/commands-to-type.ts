import type { SenderManifest } from "../core/manifest.ts";
import { OPS } from "./called.ts";

const USUAL_PORT = 4566;

/** An operator's command for a run, as it is typed. On the usual port the commands find the local stack by themselves. */
export function opsCommand(
	{
		aws,
		senders,
	}: {
		readonly aws: { readonly port: number };
		readonly senders: readonly Pick<SenderManifest, "name">[];
	},
	command: string,
	/** @default the first */
	sender = senders[0],
): string {
	const which = senders.length > 1 ? ` --sender ${sender?.name}` : "";
	const port = aws.port === USUAL_PORT ? "" : ` --port ${aws.port}`;
	return `${OPS} ${command}${which} --local${port}`;
}

/** A command of the AWS CLI for a run, as it is typed. */
export function atRun(
	command: string,
	{ port }: { readonly port: number },
	region: string,
): string {
	return `AWS_ENDPOINT_URL=http://127.0.0.1:${port} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local ${command}`;
}
