import { planHttpApis } from "./api-gateway/http-plan.ts";
import { planRestApis } from "./api-gateway/rest-plan.ts";
import {
	type ResourcesOf,
	resolveIntrinsics,
} from "./cloudformation/intrinsics.ts";
import { planStackRecord } from "./cloudformation/plan.ts";
import { planAlarms, planLogGroups } from "./cloudwatch/plan.ts";
import { planTables } from "./dynamodb/plan.ts";
import { planRules } from "./events/plan.ts";
import {
	leftOutNotice,
	topicRuleNotice,
	whyLeftOut,
} from "./lambda/left-out.ts";
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
}

/**
 * Reads a synthesized template as the list of what to start. Pure: the same template gives the same
 * plan. @throws Error for what a local run cannot do.
 */
export function planStack(template: StackTemplate, options: PlanOptions) {
	const names = new Names(template, options);
	const resources = Object.entries(template.Resources).map(
		([id, { Type, Properties = {} }]) => ({
			id,
			type: Type,
			properties: resolveIntrinsics(Properties, names) as Record<
				string,
				unknown
			>,
		}),
	);
	const leftOut = resources.flatMap(({ id, type, properties }) => {
		if (type !== "AWS::Lambda::Function") return [];
		const why = whyLeftOut(properties);
		if (why === undefined) return [];
		const name = names.physical(id);
		return [{ id, name, arn: names.attribute(id, "Arn"), why }];
	});
	const isLeftOut = (id: string) => leftOut.some((fn) => fn.id === id);
	const of: ResourcesOf = (type) =>
		resources.filter((one) => one.type === type && !isLeftOut(one.id));
	const runs = (nameOrArn: string) =>
		leftOut.every(({ name, arn }) => name !== nameOrArn && arn !== nameOrArn);

	return {
		queues: planQueues(of, names),
		tables: planTables(of, names),
		topics: planTopics(of, names),
		subscriptions: planSubscriptions(of, names),
		buckets: planBuckets(of, names),
		secrets: planSecrets(of, names),
		logGroups: planLogGroups(of, names),
		alarms: planAlarms(of, names),
		functions: planFunctions(of, names, options),
		mappings: planMappings(of, names).filter(({ functionName }) =>
			runs(functionName),
		),
		invokeConfigs: planInvokeConfigs(of, names),
		rules: planRules(of, names),
		scheduleGroups: planScheduleGroups(of, names),
		schedules: planSchedules(of, names),
		pipes: planPipes(of, names),
		stateMachines: planStateMachines(of, names),
		restApis: planRestApis(of, names),
		httpApis: planHttpApis(of, names),
		stack: planStackRecord(template, names, options),
		/** What the template has and a local run does not, a sentence each. */
		notices: [
			...leftOut.flatMap(
				({ why, ...fn }) => leftOutNotice(fn, why, resources) ?? [],
			),
			...of("AWS::IoT::TopicRule").map(({ id }) =>
				topicRuleNotice(names.physical(id)),
			),
		],
	};
}
