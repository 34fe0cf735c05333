export interface ArnParts {
	readonly partition: string;
	readonly service: string;
	/** Empty for global resources. */
	readonly region: string;
	/** Empty, as for buckets, or 12 digits. */
	readonly account: string;
	/** All that follows: `alarm:orders-5xx`, `task/cluster/id`. */
	readonly resource: string;
}

/** Takes an ARN apart; undefined when it is none. */
export function partsOfArn(text: string): ArnParts | undefined {
	const match =
		/^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(.+)$/.exec(
			text.slice(0, 2048),
		);
	if (match === null) return undefined;
	const [, partition = "", service = "", region = "", account = ""] = match;
	return { partition, service, region, account, resource: match[5] ?? "" };
}

/** How people call a resource: the last part of its ARN, or the text itself. */
export function nameOfResource(text: string): string {
	const resource = partsOfArn(text)?.resource ?? text;
	return /([^:/]+)[:/]*$/.exec(resource)?.[1] ?? resource;
}
