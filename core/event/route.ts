/** What a route looks at; every field given has to fit, a list by any of its values. `*` at the end stands for any text. */
export interface RouteMatch {
	/** EventBridge's source, such as `aws.codepipeline`; `aws.cloudwatch` for alarms, `aws.s3`, `aws.sns`, `aws.lambda` for what comes another way. */
	readonly source?: string | readonly string[];
	/** EventBridge's detail-type, such as `EC2 Instance State-change Notification`. */
	readonly detailType?: string | readonly string[];
	/** Topic of an SNS notification. */
	readonly topicArn?: string | readonly string[];
	/** Bucket of an S3 event. */
	readonly bucket?: string | readonly string[];
	/** One of the event's resources, such as the ARN of an alarm; fits if any of them does. */
	readonly resource?: string | readonly string[];
}

/** How events of AWS services become mail. Recipients and sender come from here, never from the event. */
export interface MailRoute {
	readonly match: RouteMatch;
	/** Address or addresses. */
	readonly to?: string | readonly string[];
	readonly cc?: string | readonly string[];
	readonly replyTo?: string | readonly string[];
	/** The mailbox or one of its aliases. */
	readonly from?: string;
	/**
	 * Subject instead of the one written for the event, which stands for `{subject}`: `[prod] {subject}`.
	 */
	readonly subject?: string;
	/** Name of a template; its data is the event. */
	readonly template?: string;
	readonly priority?: "high" | "normal";
	/** What arrives there is a message of format version 1 inside the service's envelope, and names its own recipients. */
	readonly message?: boolean;
}
