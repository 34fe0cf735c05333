import type { ServiceEvent } from "../../service-event.ts";
import { spellIsoTime } from "../../time.ts";
import { at, textAt } from "../at.ts";
import { consoleLink, part } from "../console-link.ts";
import {
	type Content,
	factsOf,
	linksOf,
	placeFacts,
	type Tone,
} from "../content.ts";
import { placeOf, subjectLine } from "../subject.ts";
import { tell } from "../told/told.ts";

/** GuardDuty's own bands, from the top. */
const SEVERITIES: readonly (readonly [
	from: number,
	label: string,
	tone: Tone,
])[] = [
	[9, "CRITICAL", "bad"],
	[7, "HIGH", "bad"],
	[4, "MEDIUM", "warning"],
	[0, "LOW", "neutral"],
];

/** A finding of GuardDuty. */
export function writeGuardDuty(event: ServiceEvent): Content | undefined {
	const { detail } = event;
	const type = textAt(detail, "type");
	const severity = at(detail, "severity");
	if (type === undefined || typeof severity !== "number") return undefined;
	const [, label, tone] = SEVERITIES.find(([from]) => severity >= from) ?? [
		0,
		"LOW",
		"neutral",
	];
	// A delegated administrator gets the findings of its members.
	const place = {
		time: event.time,
		account: textAt(detail, "accountId") ?? event.account,
		region: textAt(detail, "region") ?? event.region,
	};
	const resource =
		tell(event, event.detailType).name ??
		textAt(detail, "resource", "resourceType");
	const id = textAt(detail, "id");
	return {
		subject: subjectLine(
			`GuardDuty ${label}:`,
			[type.replace(/^.*\//s, ""), resource].filter(Boolean).join(" on "),
			placeOf(place),
		),
		tone,
		label: `GuardDuty ${label}`,
		headline: textAt(detail, "title") ?? type,
		sentence: textAt(detail, "description") ?? "GuardDuty found a threat.",
		facts: [
			...factsOf([
				["Severity", `${severity} of 10, ${label}`],
				["Finding", type],
				["Resource", resource],
				["Seen", timesOf(textAt(detail, "service", "count"))],
				[
					"First seen",
					spellIsoTime(textAt(detail, "service", "eventFirstSeen")),
				],
				["Last seen", spellIsoTime(textAt(detail, "service", "eventLastSeen"))],
				["Remote address", remoteOf(detail)],
			]),
			...placeFacts(place),
		],
		links: linksOf([
			[
				"Open the finding in GuardDuty",
				id === undefined
					? undefined
					: consoleLink(
							event,
							(region) =>
								`/guardduty/home?region=${region}#/findings?macros=current&fId=${part(id)}`,
						),
			],
		]),
		filename: `guardduty-${type}`,
	};
}

function timesOf(count: string | undefined): string | undefined {
	if (count === undefined) return undefined;
	return count === "1" ? "once" : `${count} times`;
}

function remoteOf(detail: unknown): string | undefined {
	const action = at(detail, "service", "action");
	const details = [
		at(action, "networkConnectionAction", "remoteIpDetails"),
		at(action, "awsApiCallAction", "remoteIpDetails"),
		at(action, "portProbeAction", "portProbeDetails", 0, "remoteIpDetails"),
		at(action, "kubernetesApiCallAction", "remoteIpDetails"),
	].find((each) => each !== undefined);
	const address =
		textAt(details, "ipAddressV4") ?? textAt(details, "ipAddressV6");
	const country = textAt(details, "country", "countryName");
	if (address === undefined) return undefined;
	return country === undefined ? address : `${address} (${country})`;
}
