import type {
	AddToResourcePolicyResult,
	IPrincipal,
	PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import { type IQueue, QueueBase } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

const ID = "View";

/**
 * The sender's queue as CDK's own classes are shown it: what they would write into its policy is ours
 * to write. On an import they drop it without a word; for a customer's key they leave the source out.
 */
export class QueueView extends QueueBase {
	/** The one view of a queue. */
	static of(queue: IQueue): QueueView {
		const before = queue.node.tryFindChild(ID);
		if (before instanceof QueueView) return before;
		const { path } = queue.node;
		if (!Construct.isConstruct(queue))
			throw new Error(`Cannot use the queue ${path}`);
		return new QueueView(queue, queue);
	}

	/** The queue itself. */
	readonly scope: Construct;
	readonly queueArn: string;
	readonly queueUrl: string;
	readonly queueName: string;
	readonly fifo = false;
	readonly encryptionMasterKey = undefined;
	readonly encryptionType = undefined;
	protected readonly autoCreatePolicy = false;
	/** Whom CDK would have let send last. */
	principals: readonly IPrincipal[] = [];

	private constructor(scope: Construct, queue: IQueue) {
		const { account, region } = queue.env;
		super(scope, ID, { account, region });
		this.scope = scope;
		this.queueArn = queue.queueArn;
		this.queueUrl = queue.queueUrl;
		this.queueName = queue.queueName;
	}

	override addToResourcePolicy(
		statement: PolicyStatement,
	): AddToResourcePolicyResult {
		this.principals = statement.principals;
		return { statementAdded: true };
	}
}
