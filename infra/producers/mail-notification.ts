import { Stack } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
	type BucketNotificationDestinationConfig,
	BucketNotificationDestinationType,
	type IBucketNotificationDestination,
	type IBucketRef,
} from "aws-cdk-lib/aws-s3";
import type { IConstruct } from "constructs";
import type { MailRoute } from "../../core/event/route.ts";
import type { IGmailSender } from "../constructs/i-gmail-sender.ts";
import { givenName, isOfOtherStack } from "./given-name.ts";
import { letPublish } from "./let-publish.ts";
import { warnUnverified } from "./warn-unverified.ts";

/** Options of `MailNotification`. */
export interface MailNotificationProps {
	/**
	 * Who gets mail about the bucket's events, such as `{ to: "team@your-domain.com" }`.
	 * @default - the routes of the sender
	 */
	readonly route?: Omit<MailRoute, "match">;
}

/**
 * Mail about events in a bucket.
 *
 *     const reports = new MailNotification(mail, { route: { to: "team@your-domain.com" } });
 *     bucket.addEventNotification(EventType.OBJECT_CREATED, reports, { prefix: "reports/" });
 *
 * A bucket in a different stack from the sender needs a name.
 */
export class MailNotification implements IBucketNotificationDestination {
	readonly #sender: IGmailSender;
	readonly #route: MailNotificationProps["route"];

	constructor(sender: IGmailSender, props: MailNotificationProps = {}) {
		this.#sender = sender;
		this.#route = props.route;
	}

	bind(
		_scope: IConstruct,
		bucket: IBucketRef,
	): BucketNotificationDestinationConfig {
		const sender = this.#sender;
		const name = givenName(bucket);
		const isOfThisApp = bucket.node.defaultChild !== undefined;
		if (name === undefined && isOfThisApp && isOfOtherStack(bucket, sender)) {
			throw new Error(
				`Cannot notify the sender of ${sender.node.path} by the bucket ${bucket.node.path} of another stack as it has no name: the two stacks would depend on each other. Give the bucket a bucketName, or create it in the sender's stack`,
			);
		}
		warnUnverified(bucket, this.#route ?? {}, sender);
		const { bucketName, bucketArn } = bucket.bucketRef;
		const arn =
			name === undefined
				? bucketArn
				: Stack.of(bucket).formatArn({
						service: "s3",
						region: "",
						account: "",
						resource: name,
					});
		const policy = letPublish(sender, {
			what: `the bucket ${bucket.node.path}`,
			kind: "Bucket",
			source: bucket,
			principals: [new ServicePrincipal("s3.amazonaws.com")],
			// The ARN of a bucket tells no account, and its name may be somebody else's one day.
			conditions: {
				ArnEquals: { "aws:SourceArn": arn },
				StringEquals: { "aws:SourceAccount": bucket.env.account },
			},
		});
		if (this.#route !== undefined)
			sender.addRoute({
				match: { bucket: name ?? bucketName },
				...this.#route,
			});
		return {
			arn: sender.queue.queueArn,
			type: BucketNotificationDestinationType.QUEUE,
			// S3 sends a test event at once, which the policy has to let through.
			dependencies: policy === undefined ? [] : [policy],
		};
	}
}
