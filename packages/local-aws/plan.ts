import { planHttpApis } from "./api-gateway/http-plan.ts";
import { planRestApis } from "./api-gateway/rest-plan.ts";
import {
	type Properties,
	type Resource,
	type ResourcesOf,
	resolveIntrinsics,
} from "./cloudformation/intrinsics.ts";
import { planStackRecord } from "./cloudformation/plan.ts";
import { planAlarms, planLogGroups } from "./cloudwatch/plan.ts";
import { planTables } from "./dynamodb/plan.ts";
import { planRules } from "./events/plan.ts";
import { planKeys } from "./kms/plan.ts";
import { leftOutNotice, toRunByHand, whyLeftOut } from "./lambda/left-out.ts";
import {
	planFunctions,
	planInvokeConfigs,
	planMappings,
} from "./lambda/plan.ts";
import { Names, type NamesOptions, type StackTemplate } from "./names.ts";
import { planPipes } from "./pipes/plan.ts";
import { planBuckets } from "./s3/plan.ts";
import { planScheduleGroups, planSchedules } from "./scheduler/plan.ts";
import { planSecrets } from "./secrets-manager/plan.ts";
import { planSubscriptions, planTopics } from "./sns/plan.ts";
import { planQueues } from "./sqs/plan.ts";
import { planStateMachines } from "./step-functions/plan.ts";

/** What has to be created for one stack. */
export type Plan = ReturnType<typeof planStack>;

export interface PlanOptions extends NamesOptions {
	/** Where the template's assets are. */
	assetPath(s3Key: string): string;
	/** Epoch ms. */
	readonly now: number;
	/** Whether a resource is to be created, by its id; it may refer to all. @default each is */
	readonly isWanted?: ((id: string) => boolean) | undefined;
	/** Variables that every function gets. */
	readonly environment: Readonly<Record<string, string>>;
}

/**
 * Reads a synthesized template as the list of what to start. Pure: the same template gives the same
 * plan. @throws Error for what a local run cannot do.
 */
export function planStack(template: StackTemplate, options: PlanOptions) {
	const { isWanted = () => true } = options;
	const names = new Names(template, options);
	const resources = Object.entries(template.Resources).map(
		([id, { Type, Properties = {} }]): Resource => ({
			id,
			type: Type,
			name: names.physical(id),
			arn: names.attribute(id, "Arn"),
			properties: resolveIntrinsics(Properties, names) as Properties,
		}),
	);
	const leftOut = resources.flatMap((fn) => {
		const why =
			fn.type === "AWS::Lambda::Function" && whyLeftOut(fn.properties);
		return why ? [{ ...fn, why }] : [];
	});
	const isLeftOut = (id: string) => leftOut.some((fn) => fn.id === id);
	const of: ResourcesOf = (type) =>
		resources.filter(
			({ id, type: its }) => its === type && !isLeftOut(id) && isWanted(id),
		);
	const runs = (nameOrArn: string) =>
		leftOut.every(({ name, arn }) => name !== nameOrArn && arn !== nameOrArn);

	return {
		queues: planQueues(of),
		tables: planTables(of),
		keys: planKeys(of),
		topics: planTopics(of),
		subscriptions: planSubscriptions(of),
		buckets: planBuckets(of),
		secrets: planSecrets(of),
		logGroups: planLogGroups(of),
		alarms: planAlarms(of),
		functions: planFunctions(of, options),
		mappings: planMappings(of).filter(({ FunctionName }) => runs(FunctionName)),
		invokeConfigs: planInvokeConfigs(of),
		rules: planRules(of),
		scheduleGroups: planScheduleGroups(of),
		schedules: planSchedules(of),
		pipes: planPipes(of),
		stateMachines: planStateMachines(of),
		restApis: planRestApis(of),
		httpApis: planHttpApis(of),
		stack: planStackRecord(template, resources, names, options),
		leftOut: leftOut.flatMap((fn) => toRunByHand(fn, resources, options)),
		/** What the template has and a local run does not, a sentence each. */
		notices: [
			...leftOut.flatMap(({ why, ...fn }) => leftOutNotice(fn, why, resources)),
			...of("AWS::IoT::TopicRule").map(
				({ name }) =>
					`the IoT rule ${name} is not run locally: send its queue what its SQL selects, or test it on AWS`,
			),
		],
	};
}
