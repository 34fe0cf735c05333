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
