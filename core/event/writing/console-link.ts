import type { ServiceEvent } from "../service-event.ts";

const HOSTS = {
	aws: "console.aws.amazon.com",
	"aws-cn": "console.amazonaws.cn",
	"aws-us-gov": "console.amazonaws-us-gov.com",
} as const;

/** The partition of a region whose console we know; undefined for every other. */
export function partitionOf(region: string): keyof typeof HOSTS | undefined {
	if (!/^[a-z]{2}(-[a-z]{2,12}){1,2}-\d{1,2}$/.test(region)) return undefined;
	if (/-iso[a-z]?-/.test(region)) return undefined;
	if (region.startsWith("cn-")) return "aws-cn";
	return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** A page of the AWS console in the event's region, such as `/cloudwatch/home?region=…`. */
export function consoleLink(
	{ region }: Pick<ServiceEvent, "region">,
	path: (region: string) => string,
): string | undefined {
	const partition = region === undefined ? undefined : partitionOf(region);
	if (region === undefined || partition === undefined) return undefined;
	return `https://${region}.${HOSTS[partition]}${path(region)}`;
}

/** A part of a link, escaped; also what `encodeURIComponent` leaves and a mail program takes for the link's end. */
export function part(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(
		/[!'()*~]/g,
		(mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

const TRUSTED =
	/^(([a-z0-9-]+\.)?console\.aws\.amazon\.com|([a-z0-9-]+\.)?console\.amazonaws\.cn|([a-z0-9-]+\.)?console\.amazonaws-us-gov\.com|(docs|health)\.aws\.amazon\.com|docs\.amazonaws\.cn|aws\.amazon\.com)$/;

/**
 * A link of the event's own, if it leads to AWS's console or documentation; undefined for every
 * other. Hosts such as `….s3.amazonaws.com` are not among them: anybody can have one.
 */
export function trustedLink(text: string | undefined): string | undefined {
	if (text === undefined || text.length > 2000 || !URL.canParse(text))
		return undefined;
	const url = new URL(text);
	const isPlain =
		url.protocol === "https:" &&
		url.port === "" &&
		url.username === "" &&
		url.password === "";
	return isPlain && TRUSTED.test(url.hostname) ? url.href : undefined;
}
