import { NO_QUOTA, type Quota } from "./reserve.ts";

type Item = Readonly<Record<string, unknown>>;

export function quotaItemOf(quota: Quota): Item {
	return { v: 1, ...quota };
}

/** Reads the quota's item; what an older format did not have is empty. */
export function quotaOf(item: Item | undefined): Quota {
	if (item === undefined) return NO_QUOTA;
	const { pk: _key, v: _format, ...quota } = item;
	return { ...NO_QUOTA, ...(quota as Partial<Quota>) };
}
