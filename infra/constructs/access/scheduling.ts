import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { Grant, type IGrantable } from "aws-cdk-lib/aws-iam";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { IGmailSender } from "../i-gmail-sender.ts";
import { combined } from "./producer-grants.ts";
import { createSendingRole } from "./sending-role.ts";

const SCHEDULER = "scheduler.amazonaws.com";

/** Mail for later: the group that keeps its schedules, and the role as which EventBridge Scheduler queues it. */
export class Scheduling extends Construct {
	/** The one of a sender; made when it is first asked for. */
	static of(sender: IGmailSender): Scheduling {
		const found = sender.node.tryFindChild(ID);
		return found instanceof Scheduling ? found : new Scheduling(sender);
	}

	readonly groupName: string;
	readonly roleArn: string;

	private constructor(sender: IGmailSender) {
		super(sender as Construct & IGmailSender, ID);
		const group = new CfnScheduleGroup(this, "Group");
		// With the group CloudFormation would delete the schedules in it, and so the mail.
		group.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
		const role = createSendingRole(this, "Role", {
			sender,
			service: SCHEDULER,
		});
		this.groupName = group.ref;
		this.roleArn = role.roleArn;
	}

	/** Lets a workload schedule mail, and look at what is scheduled. */
	grantSchedule(grantee: IGrantable): Grant {
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
				resourceArns: [this.roleArn],
				conditions: { StringEquals: { "iam:PassedToService": SCHEDULER } },
			}),
		]);
	}
}

const ID = "Scheduling";
