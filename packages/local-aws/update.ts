import type { StackTemplate } from "./names.ts";

/** A resource, as sentences name it. */
export interface Named {
	readonly id: string;
	readonly type: string;
}

/** What a run takes over by itself. */
const SWAPPED = "AWS::Lambda::Function";

/** Types whose change a run would show; all others are only there on AWS. */
const SHOWN =
	/^AWS::(SQS::Queue|DynamoDB::Table|KMS::Key|SNS::(Topic|Subscription)|S3::Bucket|SecretsManager::Secret|CloudWatch::Alarm|Lambda::(EventSourceMapping|EventInvokeConfig)|Events::Rule|Scheduler::Schedule|Pipes::Pipe|StepFunctions::StateMachine|ApiGateway(V2)?::(Method|Resource|Model|RestApi|Api|Route|Integration))$/;

/** How a template differs from the one before. */
export function changesOf(
	before: StackTemplate,
	after: StackTemplate,
): {
	/** Ids of what can be created beside what is there. */
	readonly added: ReadonlySet<string>;
	readonly changed: readonly Named[];
	readonly removed: readonly Named[];
} {
	const old = before.Resources;
	const named = (resources: StackTemplate["Resources"]) =>
		Object.entries(resources).map(([id, { Type }]) => ({ id, type: Type }));
	const isNew = ({ id }: Named) => old[id]?.Type !== after.Resources[id]?.Type;
	const added = named(after.Resources).filter(isNew);
	const changed = named(after.Resources).filter(
		(one) =>
			!isNew(one) &&
			one.type !== SWAPPED &&
			JSON.stringify(old[one.id]) !== JSON.stringify(after.Resources[one.id]),
	);
	// An API is made of many resources, at once.
	const partsOfApis = added.filter(
		({ type }) => isPartOfApi(type) && !added.some(isApi),
	);
	return {
		added: new Set(
			added.filter((one) => !partsOfApis.includes(one)).map(({ id }) => id),
		),
		changed: [...changed, ...partsOfApis].filter(({ type }) =>
			SHOWN.test(type),
		),
		removed: named(old)
			.filter(({ id }) => after.Resources[id] === undefined)
			.filter(({ type }) => type === SWAPPED || SHOWN.test(type)),
	};
}

/** What a run goes on with although the template has it no longer, or in another way: a sentence each. */
export function notTakenOver({
	changed,
	removed,
}: {
	readonly changed: readonly Named[];
	readonly removed: readonly Named[];
}): readonly string[] {
	const list = (names: readonly Named[]) =>
		names.map(({ id, type }) => `${id} (${type})`).join(", ");
	return [
		...(changed.length === 0
			? []
			: [`restart to take over the change of ${list(changed)}`]),
		...(removed.length === 0 ? [] : [`restart to be without ${list(removed)}`]),
	];
}

function isPartOfApi(type: string): boolean {
	return type.startsWith("AWS::ApiGateway") && !/::(RestApi|Api)$/.test(type);
}

function isApi({ type }: Named): boolean {
	return /^AWS::ApiGateway(V2)?::(RestApi|Api)$/.test(type);
}
