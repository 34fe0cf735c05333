import { CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Grant, type IGrantable, Role } from "aws-cdk-lib/aws-iam";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { IGmailSender } from "../i-gmail-sender.ts";
import { combined, type Parts } from "./producer-grants.ts";
import { createSendingRole } from "./sending-role.ts";

const SCHEDULER = "scheduler.amazonaws.com";

/** Mail for later: the group that keeps its schedules, and the roles as which EventBridge Scheduler queues it. */
export class Scheduling extends Construct {
	/** The one of a sender; made when it is first asked for. */
	static of(sender: IGmailSender): Scheduling {
		const found = sender.node.tryFindChild(ID);
		return found instanceof Scheduling ? found : new Scheduling(sender);
	}

	readonly groupName: string;
	readonly #sender: IGmailSender;

	private constructor(sender: IGmailSender) {
		super(sender as Construct & IGmailSender, ID);
		const group = new CfnScheduleGroup(this, "Group");
		// With the group CloudFormation would delete the schedules in it, and so the mail.
		group.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
		this.groupName = group.ref;
		this.#sender = sender;
	}

	/** As whom EventBridge Scheduler queues a workload's mail: a role of its own, so that its ids are the workload's. */
	roleOf(grantee: IGrantable, parts: Pick<Parts, "nameAlike">): Role {
		const { grantPrincipal } = grantee;
		const id =
			grantPrincipal instanceof Role
				? `Role${grantPrincipal.node.addr.slice(-8)}`
				: "Role";
		const found = this.node.tryFindChild(id);
		if (found instanceof Role) return found;
		const role = createSendingRole(this, id, {
			sender: this.#sender,
			service: SCHEDULER,
		});
		parts.nameAlike(role, grantee);
		// Schedules outlive the workload that made them, and need the role.
		for (const each of role.node.findAll())
			if (CfnResource.isCfnResource(each))
				each.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
		return role;
	}

	/** Lets a workload schedule mail, and look at what is scheduled. */
	grantSchedule(grantee: IGrantable, parts: Pick<Parts, "nameAlike">): Grant {
		return combined([
			Grant.addToPrincipal({
				grantee,
				actions: ["scheduler:CreateSchedule", "scheduler:GetSchedule"],
				resourceArns: [
					Stack.of(this).formatArn({
						service: "scheduler",
						resource: "schedule",
						resourceName: `${this.groupName}/*`,
					}),
				],
			}),
			Grant.addToPrincipal({
				grantee,
				actions: ["iam:PassRole"],
				resourceArns: [this.roleOf(grantee, parts).roleArn],
				conditions: { StringEquals: { "iam:PassedToService": SCHEDULER } },
			}),
		]);
	}
}

const ID = "Scheduling";
