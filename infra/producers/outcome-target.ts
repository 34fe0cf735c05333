import type { IEventBus, IRuleTarget, Rule } from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { keyStatementOf } from "../constructs/access/key-statements.ts";
import { askOwner } from "./ask-owner.ts";
import { letRule } from "./let-rule.ts";
import { agree, differ } from "./places.ts";
import { putOutcomes } from "./put-outcomes.ts";
import { QueueView } from "./queue-view.ts";

/** Where outcome events go. */
export type OutcomeTarget = IQueue | IFunction | IEventBus;

interface Options {
	readonly deadLetterQueue: IQueue | undefined;
}

/** The target of a rule for outcome events, with the permissions that can be given from here. */
export function outcomeTarget(
	rule: Rule,
	target: OutcomeTarget,
	options: Options,
): IRuleTarget {
	if ("queueArn" in target) return queueTarget(rule, target, options);
	if ("functionArn" in target) return functionTarget(rule, target, options);
	return busTarget(rule, target, options);
}

function queueTarget(rule: Rule, queue: IQueue, options: Options): IRuleTarget {
	const { path } = queue.node;
	if (queue.fifo)
		throw new Error(
			`Cannot send outcome events to the queue ${path} as it is a FIFO queue, and they have no order: allowed is a standard queue`,
		);
	const { targetResource: _resource, ...config } = new targets.SqsQueue(
		QueueView.of(queue),
		options,
	).bind(rule);
	const role = letRule(
		{
			queue,
			requireQueuePolicy(_what, statement) {
				if (queue instanceof Queue) return;
				askOwner(rule, `the queue ${queue.queueArn}`, statement);
				const key = queue.encryptionMasterKey;
				if (key === undefined) return;
				const forKey = keyStatementOf(queue, statement);
				askOwner(rule, `the key ${key.keyArn}`, forKey);
			},
		},
		rule,
	);
	return { bind: () => ({ ...config, role }) };
}

function functionTarget(
	rule: Rule,
	fn: IFunction,
	options: Options,
): IRuleTarget {
	const { account, region } = rule.env;
	if (differ("account", rule.env, fn.env) || differ("region", rule.env, fn.env))
		throw new Error(
			`Cannot call the function ${fn.node.path} about outcome events as it is in account ${fn.env.account} and region ${fn.env.region}: allowed is a function in ${account} and ${region}, or the default event bus of the other account, where its team hears of them`,
		);
	return new targets.LambdaFunction(fn, options);
}

function busTarget(rule: Rule, bus: IEventBus, options: Options): IRuleTarget {
	const isOfAccount = agree("account", rule.env, bus.env);
	const isHere = isOfAccount && agree("region", rule.env, bus.env);
	if (isHere && bus.eventBusName === "default")
		throw new Error(
			`Cannot send outcome events to the default event bus by ${rule.node.path} as they are on it already: allowed is a queue, a function, or another event bus`,
		);
	const role = new Role(rule, "ForwardingRole", {
		description: "What EventBridge may do with the other event bus",
		assumedBy: new ServicePrincipal("events.amazonaws.com", {
			conditions: { StringEquals: { "aws:SourceAccount": rule.env.account } },
		}),
	});
	const { eventBusArn: busArn } = bus;
	if (!isOfAccount)
		askOwner(
			rule,
			`the event bus ${busArn}`,
			putOutcomes(rule, { from: rule.env.account, busArn }),
		);
	return new targets.EventBus(bus, { role, ...options });
}
