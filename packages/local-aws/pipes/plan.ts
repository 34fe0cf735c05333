import {
	type Resource,
	type ResourcesOf,
	within,
} from "../cloudformation/intrinsics.ts";
import { parseJsonPath } from "../json-path.ts";

/** A pipe between two queues. */
export type PipeSpec = ReturnType<typeof pipeSpec>;

/**
 * The pipes of a template. @throws Error for what a local run can't pipe.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-pipes-pipe.html
 */
export function planPipes(of: ResourcesOf): readonly PipeSpec[] {
	return of("AWS::Pipes::Pipe").map(pipeSpec);
}

function pipeSpec({ name, arn, properties }: Resource) {
	const { Source, Target, RoleArn, Enrichment, DesiredState } = properties;
	const source = within(properties.SourceParameters);
	const { BatchSize = 10, MaximumBatchingWindowInSeconds = 0 } = within(
		source.SqsQueueParameters,
	);
	const filters = within(source.FilterCriteria).Filters ?? [];
	const InputTemplate = within(properties.TargetParameters).InputTemplate as
		| string
		| undefined;
	const cannot = (why: string) =>
		new Error(`Cannot run the pipe ${name} as ${why}`);
	if (!isQueue(Source))
		throw cannot(
			`its source is ${Source}: allowed here are queues, as the local tables have no streams; give it the ARN of a queue`,
		);
	if (!isQueue(Target))
		throw cannot(
			`its target is ${Target}: allowed here are queues; give it the ARN of a queue`,
		);
	if (Enrichment !== undefined)
		throw cannot(
			`it has the enrichment ${Enrichment}: allowed here is none; leave it out`,
		);
	const [odd] = pathsOf(InputTemplate).filter(
		(path) => parseJsonPath(path) === undefined,
	);
	if (odd !== undefined)
		throw cannot(
			`its InputTemplate has the path ${odd}: allowed here are names and indices such as <$.body.items[0]>; name them one by one`,
		);
	return {
		name,
		arn,
		roleArn: String(RoleArn),
		source: String(Source),
		target: String(Target),
		batchSize: Number(BatchSize),
		windowSeconds: Number(MaximumBatchingWindowInSeconds),
		/** Event patterns: one has to match, unless there are none. */
		filters: (filters as readonly { readonly Pattern: string }[]).map(
			({ Pattern }): unknown => JSON.parse(Pattern),
		),
		inputTemplate: InputTemplate,
		enabled: DesiredState !== "STOPPED",
	};
}

function pathsOf(template = ""): readonly string[] {
	return [...template.matchAll(/<(\$[^<>]*)>/g)].map(([, path = ""]) => path);
}

function isQueue(arn: unknown): boolean {
	return String(arn).split(":")[2] === "sqs";
}
