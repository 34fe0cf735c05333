import type { SendingConfig } from "./config.ts";

/** Whether a producer, by its name, may use an alias or a place of attachments. */
export function mayUse(
	what: string,
	producer: string,
	{ onlyFor }: Pick<SendingConfig, "onlyFor">,
): boolean {
	return (
		!Object.hasOwn(onlyFor, what) || onlyFor[what]?.includes(producer) === true
	);
}
