import { cut } from "../../../outside.ts";
import { nameOfResource } from "../../arn.ts";
import type { Leaf } from "./leaves.ts";

/** No name is longer; S3's longest key is 1,024. */
const LONGEST = 1024;

/** Fields that name a thing together, the thing itself first: `uploads/cv/ann.pdf`. */
const TOGETHER: readonly (readonly string[])[] = [
	["pipeline", "stage", "action"],
	["application", "deploymentgroup", "instanceid"],
	["projectname", "completedphase"],
	["configrulename", "resourceid"],
	["statemachinearn", "name"],
	["stackname", "logicalresourceid"],
	["databasename", "tablename"],
	["documentname", "instanceid"],
	["definition", "stepname"],
	["definition", "executionid"],
	["bucketname", "objectkey"],
	["s3bucket.name", "s3object.key"],
	["bucket.name", "object.key"],
	["repositoryname", "referencename"],
	["repositoryname", "imagetag"],
	["repositorynames", "pullrequestid"],
	["group"],
];

/** What names the event, who is behind it or whose it is, and never the thing. */
const NEVER =
	/^(|(aws|provider)?account|owner|event|eventtrigger|request|clientrequest|correlation|trace|session|message|notification|finding|version|schema|caller|principal|generator|.*product|company|provider(org)?|region|country|city|org|organization|partition|activity|token|customaction|type|class|api)$/;
/** What stands beside the thing, and names it only where the event's kind says so, or nothing else does. */
const BESIDE =
	/^(user|role|(iam|execution|service)role|(iam)?instanceprofile|accesskey|subnet|vpc|kmskey|key|metric|availabilityzone|queue|image|policy|hostedzone|package|process|file|channel|display|model|parent|topic|trigger|source|digest|content)$/;

const NAMED = /^(.*?)(name|identifier|id|arn)s?$/;
const SUFFIXES = ["name", "identifier", "id", "arn"];
/** Fields that are names as they stand. */
const PLAIN =
	/^(cluster|bucket|function|repository|table|database|domain|job|task|host|device|instance|stack|project|app|application|pipeline|service|server|volume|snapshot|workflow|alarm|check|definition|key)$/;
const RESOURCE =
	/^((affected)?resource(name|id|identifier|arn)?|(source|dbinstance)(id|identifier|arn))$/;

const MOST_RESOURCES = 10;

/** Where a name was found; the first of these counts. */
const RANKS = [
	"name of the kind",
	"name",
	"resource",
	"other name",
	"id of the kind",
	"event's resources",
	"within the resource",
	"plain",
	"other id",
	"deeper",
	"beside it",
	"none",
] as const;
type Rank = (typeof RANKS)[number];

/**
 * How people call what an event is about: fields that name a thing together; or else, in the order of `RANKS`, one
 * whose stem its kind says (`jobName` of a `Glue Job State Change`), its `name`, its resource, and so on.
 */
export function nameOf(
	leaves: readonly Leaf[],
	kind: string,
	resources: readonly string[] = [],
): string | undefined {
	const together = namedTogether(leaves);
	if (together !== undefined) return together;
	const [best] = leaves
		.filter(isName)
		.map((leaf) => ({ text: leaf.text, rank: rankOf(leaf, kind) }))
		.concat(
			resources
				.slice(0, MOST_RESOURCES)
				// A finding's own ARN says nothing of what it was found in.
				.filter((text) => !/[:/]finding\//.test(text))
				.map((text) => ({ text, rank: numberOf("event's resources") })),
		)
		.filter(({ rank }) => rank < numberOf("none"))
		.toSorted((one, other) => one.rank - other.rank);
	return best === undefined ? undefined : shortName(best.text);
}

function isName({ text, path, isOneOfSeveral }: Leaf): boolean {
	return (
		text.length <= LONGEST &&
		!/[\r\n]|^(true|false)$/i.test(text) &&
		(!isOneOfSeveral || path.length === 0)
	);
}

/** Names go before ids and ARNs, outer fields before inner ones. */
function rankOf({ key, path }: Leaf, kind: string): number {
	const [, ownStem = "", suffix = ""] = NAMED.exec(key) ?? [];
	const isOuter = path.length === 0;
	const stem = ownStem === "" ? (path.at(-1) ?? "").replace(/s$/, "") : ownStem;
	const within = Math.max(0, SUFFIXES.indexOf(suffix)) / 10 + path.length / 100;
	return (
		numberOf(rankIn({ key, path }, { stem, suffix, kind, isOuter })) + within
	);
}

function rankIn(
	{ key, path }: Pick<Leaf, "key" | "path">,
	{
		stem,
		suffix,
		kind,
		isOuter,
	}: Readonly<Record<"stem" | "suffix" | "kind", string>> & {
		readonly isOuter: boolean;
	},
): Rank {
	if (isOuter && key === "name") return "name";
	if (isOuter && RESOURCE.test(key)) return "resource";
	if (suffix === "") {
		if (!isOuter || !PLAIN.test(key)) return "none";
		return kind.includes(key) ? "name of the kind" : "plain";
	}
	if (NEVER.test(stem)) return "none";
	const isName = suffix === "name";
	if (stem.length > 2 && kind.includes(stem) && path.length <= 2)
		return isName ? "name of the kind" : "id of the kind";
	if (BESIDE.test(stem)) return "beside it";
	if (isOuter) return isName ? "other name" : "other id";
	return path.some((each) => each.includes("resource"))
		? "within the resource"
		: "deeper";
}

function numberOf(rank: Rank): number {
	return RANKS.indexOf(rank);
}

function namedTogether(leaves: readonly Leaf[]): string | undefined {
	for (const fields of TOGETHER) {
		const found = fields
			.map((field) => fieldAmong(leaves, field))
			.filter((leaf) => leaf !== undefined);
		const isNamed =
			fieldAmong(leaves, fields[0] ?? "") !== undefined &&
			found.length >= Math.min(2, fields.length);
		if (isNamed)
			return [...new Set(found.map(({ text }) => shortName(text)))].join("/");
	}
	return undefined;
}

/** `s3bucket.name` is the name within it. */
function fieldAmong(leaves: readonly Leaf[], field: string): Leaf | undefined {
	const [last = "", outer] = field.split(".").toReversed();
	return leaves.find(
		(leaf) =>
			leaf.key === last &&
			(outer === undefined
				? leaf.path.length <= 2 && !leaf.isOneOfSeveral
				: leaf.path.at(-1) === outer) &&
			isName(leaf),
	);
}

/** The last part of an ARN, and what `service:orders` and `rds:my-db` name. */
export function shortName(full: string): string {
	const text = cut(full, LONGEST);
	// Also what is nearly an ARN: EC2 swaps an account and a region.
	if (text.startsWith("arn:")) return nameOfResource(text);
	return /^[a-z]+:([^:/\s]+)$/i.exec(text)?.[1] ?? text;
}
