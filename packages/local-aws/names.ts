import { createHash } from "node:crypto";
import {
	type References,
	resolveIntrinsics,
} from "./cloudformation/intrinsics.ts";
import { ACCOUNT } from "./http.ts";

/** A CloudFormation template, as far as a local run reads it. */
export interface StackTemplate {
	readonly Description?: string;
	readonly Parameters?: Readonly<
		Record<string, { readonly Default?: unknown }>
	>;
	readonly Resources: Readonly<
		Record<
			string,
			{
				readonly Type: string;
				readonly Properties?: Readonly<Record<string, unknown>>;
			}
		>
	>;
	readonly Outputs?: Readonly<
		Record<
			string,
			{
				readonly Value: unknown;
				readonly Description?: string;
				readonly Export?: { readonly Name: unknown };
			}
		>
	>;
}

export interface NamesOptions {
	readonly stackName: string;
	readonly region: string;
	/** Address of the AWS endpoint: queue URLs name it. */
	readonly endpoint: string;
	/** An output of a stack that was started before; undefined when there is none. */
	readonly outputOf?: (stackName: string, name: string) => string | undefined;
	/** What a stack that was started before exports by this name. */
	readonly exportOf?: (name: string) => string | undefined;
}

/** ARNs by type: `@` for region and account, `*` for the name. */
const ARNS: Readonly<Record<string, string>> = {
	"AWS::CloudWatch::Alarm": "cloudwatch:@:alarm:*",
	"AWS::DynamoDB::Table": "dynamodb:@:table/*",
	"AWS::Events::Rule": "events:@:rule/*",
	"AWS::IAM::Role": `iam::${ACCOUNT}:role/*`,
	"AWS::IoT::TopicRule": "iot:@:rule/*",
	"AWS::KMS::Key": "kms:@:key/*",
	"AWS::Lambda::Function": "lambda:@:function:*",
	"AWS::Logs::LogGroup": "logs:@:log-group:*:*",
	"AWS::Pipes::Pipe": "pipes:@:pipe/*",
	"AWS::S3::Bucket": "s3:::*",
	"AWS::SNS::Topic": "sns:@:*",
	"AWS::SQS::Queue": "sqs:@:*",
	"AWS::Scheduler::ScheduleGroup": "scheduler:@:schedule-group/*",
	"AWS::SecretsManager::Secret": "secretsmanager:@:secret:*-local1",
	"AWS::StepFunctions::StateMachine": "states:@:stateMachine:*",
};

/** Types whose id is ten characters that AWS makes up. */
const SHORT_IDS = [
	"AWS::ApiGateway::RestApi",
	"AWS::ApiGateway::Resource",
	"AWS::ApiGateway::Deployment",
	"AWS::ApiGateway::RequestValidator",
	"AWS::ApiGatewayV2::Api",
	"AWS::ApiGatewayV2::Deployment",
	"AWS::ApiGatewayV2::Integration",
	"AWS::ApiGatewayV2::Route",
];

/** Types whose `Ref` is their ARN. */
const REF_IS_ARN = [
	"AWS::SNS::Topic",
	"AWS::StepFunctions::StateMachine",
	"AWS::SecretsManager::Secret",
];

/** Names and ARNs of a stack's resources, as CloudFormation would make them up. */
export class Names implements References {
	readonly #template: StackTemplate;
	readonly #options: NamesOptions;

	constructor(template: StackTemplate, options: NamesOptions) {
		this.#template = template;
		this.#options = options;
	}

	physical(id: string): string {
		const { type, properties } = this.#resource(id);
		const { stackName } = this.#options;
		const suffix = hashOf(`${stackName}/${id}`).slice(0, 12);
		if (SHORT_IDS.includes(type)) return suffix.slice(0, 10);
		// QueueName of a queue, Name of a pipe; an IoT TopicRule has a RuleName.
		const kind = type.split("::").at(-1)?.replace("TopicRule", "Rule");
		const given = properties[`${kind}Name`] ?? properties.Name;
		if (typeof given === "string") return given;
		const made = `${`${stackName}-${id}`.slice(0, 51)}-${suffix}`;
		switch (type) {
			case "AWS::S3::Bucket":
				return this.#bucket(id, properties.BucketName);
			// As in AWS, the name of a secret has no stack in it: CDK takes its ARN apart at the hyphens.
			case "AWS::SecretsManager::Secret":
				return `${id}-${suffix}`;
			case "AWS::Lambda::EventSourceMapping":
				return uuidOf(made);
			case "AWS::ApiGateway::Model":
				return made.replace(/\W/g, "");
			case "AWS::IoT::TopicRule":
				// Its names have no hyphen.
				return made.replace(/\W/g, "_");
			default:
				return made;
		}
	}

	ref(id: string): unknown {
		const { region, stackName, endpoint } = this.#options;
		const pseudo: Record<string, unknown> = {
			"AWS::Region": region,
			"AWS::AccountId": ACCOUNT,
			"AWS::Partition": "aws",
			"AWS::URLSuffix": "amazonaws.com",
			"AWS::StackName": stackName,
			"AWS::StackId": stackId(stackName, region),
		};
		if (id in pseudo) return pseudo[id];
		const parameter = this.#template.Parameters?.[id];
		if (parameter !== undefined) return parameter.Default;
		const { type } = this.#resource(id);
		if (type === "AWS::SQS::Queue")
			return `${endpoint}/${ACCOUNT}/${this.physical(id)}`;
		return REF_IS_ARN.includes(type) ? this.#arn(id, "Arn") : this.physical(id);
	}

	attribute(id: string, attribute: string): string {
		const name = this.physical(id);
		const { region } = this.#options;
		switch (attribute) {
			case "DomainName":
				return `${name}.s3.amazonaws.com`;
			case "RegionalDomainName":
				return `${name}.s3.${region}.amazonaws.com`;
			case "RoleId":
				return roleId(name);
			case "QueueUrl":
				return String(this.ref(id));
			case "RootResourceId":
				return `${name}-root`;
			case "ApiEndpoint":
				return `https://${name}.execute-api.${region}.amazonaws.com`;
			default:
				return /Name$/.test(attribute) ||
					SHORT_IDS.includes(this.#resource(id).type)
					? name
					: this.#arn(id, attribute);
		}
	}

	output(stackName: string, name: string): string {
		const value = this.#options.outputOf?.(stackName, name);
		if (value === undefined)
			throw new Error(
				`Cannot start the stack ${this.#options.stackName} as it needs the output ${name} of the stack ${stackName}, which was not started before it: make ${stackName} first in the app`,
			);
		return value;
	}

	imported(name: string): string {
		const value = this.#options.exportOf?.(name);
		if (value === undefined)
			throw new Error(
				`Cannot start the stack ${this.#options.stackName} as it imports ${name}, which no stack that was started before it exports: start the stack that exports it, too`,
			);
		return value;
	}

	/** An ARN; of what has none here, one that says what was asked for. */
	#arn(id: string, attribute: string): string {
		const { type, properties } = this.#resource(id);
		const name = this.physical(id);
		const inRegion = `${this.#options.region}:${ACCOUNT}`;
		if (type === "AWS::Scheduler::Schedule") {
			const group = resolveIntrinsics(properties.GroupName, this);
			return `arn:aws:scheduler:${inRegion}:schedule/${group ?? "default"}/${name}`;
		}
		const { [type]: arn = `local:@:${id}/${attribute}` } = ARNS;
		return `arn:aws:${arn.replace("@", inRegion).replace("*", name)}`;
	}

	/** The name of a bucket is everybody's: it is often made up of the account's and the region's. */
	#bucket(id: string, given: unknown): string {
		if (given !== undefined) return String(resolveIntrinsics(given, this));
		const name = `${this.#options.stackName}-${id}`.toLowerCase();
		return `${name.slice(0, 50)}-${hashOf(name).slice(0, 12)}`;
	}

	#resource(id: string) {
		const { Type = "", Properties = {} } = this.#template.Resources[id] ?? {};
		return { type: Type, properties: Properties };
	}
}

export function stackId(stackName: string, region: string): string {
	const id = uuidOf(stackName);
	return `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${stackName}/${id}`;
}

/** The unique id of a role, by which SQS names who sent a message. */
export function roleId(name: string): string {
	return `AROA${hashOf(name).slice(0, 17).toUpperCase()}`;
}

function hashOf(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** An id that is the same for the same text. */
export function uuidOf(text: string): string {
	return hashOf(text).replace(
		/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/,
		"$1-$2-4$3-8$4-$5",
	);
}
