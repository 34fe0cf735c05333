import { Names, Stack, Token } from "aws-cdk-lib";
import { CfnRule, type IRuleRef } from "aws-cdk-lib/aws-events";
import {
	AccountPrincipal,
	type IRole,
	PolicyStatement,
	Role,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { givenName, isOfOtherStack } from "./given-name.ts";
import { type GuardedQueue, letPublish } from "./let-publish.ts";
import { differ } from "./places.ts";

const EVENTS = new ServicePrincipal("events.amazonaws.com");

/**
 * Allows a rule to send to a queue: in the same account by the queue policy only, across accounts also
 * by a role, which EventBridge requires only there.
 *
 * @returns the role for the target, if it needs one.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
export function letRule(
	guarded: GuardedQueue,
	rule: IRuleRef,
): IRole | undefined {
	const { queue } = guarded;
	const what = `the rule ${rule.node.path}`;
	if (differ("region", rule.env, queue.env)) {
		throw new Error(
			`Cannot send the events of ${what} to a queue of ${queue.env.region} as EventBridge reaches only targets in its own region, here ${rule.env.region}: create the rule there, and forward the events to its bus with a rule here`,
		);
	}
	const publisher = { what, kind: "Rule", source: rule };
	if (!differ("account", rule.env, queue.env)) {
		const arn = arnOf(rule, guarded);
		letPublish(guarded, {
			...publisher,
			principals: [EVENTS],
			conditions: {
				[arn.includes("*") ? "ArnLike" : "ArnEquals"]: { "aws:SourceArn": arn },
			},
		});
		return undefined;
	}
	const roleName = roleNameOf(rule, guarded);
	letPublish(guarded, {
		...publisher,
		// SQS refuses a policy whose principal is a role that does not exist yet; a condition may name it.
		principals: [new AccountPrincipal(rule.env.account)],
		conditions: {
			ArnLike: {
				"aws:PrincipalArn": Stack.of(rule).formatArn({
					service: "iam",
					region: "",
					account: rule.env.account,
					resource: "role",
					resourceName: roleName,
				}),
			},
		},
	});
	return roleOf(guarded, rule, roleName);
}

// The rule's stack names the queue; by reference the queue's stack would name the rule, a circle.
function arnOf(rule: IRuleRef, guarded: GuardedQueue): string {
	const { defaultChild } = rule.node;
	if (!(defaultChild instanceof CfnRule)) return rule.ruleRef.ruleArn;
	const isElsewhere = isOfOtherStack(rule, guarded);
	if (isElsewhere && givenName(rule) === undefined)
		defaultChild.name = Names.uniqueResourceName(rule, {
			maxLength: 64,
			separator: "-",
		});
	const name = givenName(rule);
	if (name === undefined) return CfnRule.arnForRule(rule);
	const bus = busOf(defaultChild, isElsewhere);
	return Stack.of(rule).formatArn({
		service: "events",
		resource: "rule",
		resourceName: bus === undefined ? name : `${bus}/${name}`,
	});
}

function busOf(
	{ eventBusName }: CfnRule,
	isElsewhere: boolean,
): string | undefined {
	if (eventBusName === undefined || eventBusName === "default")
		return undefined;
	if (!Token.isUnresolved(eventBusName))
		return eventBusName.replace(/^arn:.*\//, "");
	// Another stack's bus by reference would be the circle again; no other bus has a rule of that name.
	return isElsewhere ? "*" : eventBusName;
}

/** Fixed, so that the queue's policy can have it. A role's name is the account's, and a stack may be in several regions. */
function roleNameOf(rule: IRuleRef, { queue }: GuardedQueue): string {
	const { region } = rule.env;
	return [
		Names.uniqueResourceName(rule, { maxLength: 40, separator: "-" }),
		queue.node.addr.slice(-8),
		...(Token.isUnresolved(region) ? [] : [region]),
	].join("-");
}

function roleOf(
	{ queue }: GuardedQueue,
	rule: IRuleRef,
	roleName: string,
): IRole {
	const { path } = rule.node;
	if (!Construct.isConstruct(rule))
		throw new Error(`Cannot make a role for the rule ${path}`);
	const id = `MailRole${queue.node.addr.slice(-8)}`;
	const before = rule.node.tryFindChild(id);
	if (before instanceof Role) return before;
	const role = new Role(rule, id, {
		roleName,
		description: "What EventBridge may do with the queue",
		assumedBy: EVENTS.withConditions({
			StringEquals: { "aws:SourceAccount": rule.env.account },
		}),
	});
	const allow = (actions: string[], resource: string) =>
		new PolicyStatement({ actions, resources: [resource] });
	role.addToPrincipalPolicy(allow(["sqs:SendMessage"], queue.queueArn));
	if (queue.encryptionMasterKey !== undefined)
		role.addToPrincipalPolicy(
			allow(
				["kms:Decrypt", "kms:GenerateDataKey"],
				queue.encryptionMasterKey.keyArn,
			),
		);
	return role;
}
