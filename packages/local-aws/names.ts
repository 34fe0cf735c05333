import { createHash } from "node:crypto";
import {
	type References,
	resolveIntrinsics,
} from "./cloudformation/intrinsics.ts";
import { flowAttribute, flowName } from "./flow-names.ts";
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
		Record<string, { readonly Value: unknown; readonly Description?: string }>
	>;
}

export interface NamesOptions {
	readonly stackName: string;
	readonly region: string;
	/** Address of the AWS endpoint: queue URLs name it. */
	readonly endpoint: string;
	/** An output of a stack that was started before; undefined when there is none. */
	readonly outputOf?: (stackName: string, name: string) => string | undefined;
}

const NAMED_BY_NAME: ReadonlySet<string> = new Set([
	"AWS::Events::Rule",
	"AWS::Scheduler::Schedule",
	"AWS::Scheduler::ScheduleGroup",
	"AWS::Pipes::Pipe",
]);

/** Names and ARNs of a stack's resources, as CloudFormation would make them up. */
export class Names implements References {
	readonly #template: StackTemplate;
	readonly #options: NamesOptions;

	constructor(template: StackTemplate, options: NamesOptions) {
		this.#template = template;
		this.#options = options;
	}

	physical(id: string): string {
		if (this.#type(id) === "AWS::S3::Bucket") return this.#bucket(id);
		const given = this.#template.Resources[id]?.Properties;
		const named =
			given?.QueueName ??
			given?.TableName ??
			given?.FunctionName ??
			given?.TopicName ??
			given?.AlarmName ??
			given?.LogGroupName ??
			given?.RoleName;
		if (typeof named === "string") return named;
		const { stackName } = this.#options;
		const suffix = suffixOf(`${stackName}/${id}`);
		// As in AWS, the name of a secret has no stack in it: CDK takes its ARN apart at the hyphens.
		if (this.#type(id) === "AWS::SecretsManager::Secret") {
			return typeof given?.Name === "string" ? given.Name : `${id}-${suffix}`;
		}
		if (
			NAMED_BY_NAME.has(this.#type(id) ?? "") &&
			typeof given?.Name === "string"
		)
			return given.Name;
		const made = `${`${stackName}-${id}`.slice(0, 51)}-${suffix}`;
		return flowName(this.#type(id), given ?? {}, { made, suffix }) ?? made;
	}

	ref(id: string): unknown {
		const { region, stackName, endpoint } = this.#options;
		const pseudo: Record<string, unknown> = {
			"AWS::Region": region,
			"AWS::AccountId": ACCOUNT,
			"AWS::Partition": "aws",
			"AWS::URLSuffix": "amazonaws.com",
			"AWS::StackName": stackName,
			"AWS::StackId": `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${stackName}/local`,
		};
		if (id in pseudo) return pseudo[id];
		const parameter = this.#template.Parameters?.[id];
		if (parameter !== undefined) return parameter.Default;
		switch (this.#type(id)) {
			case "AWS::SQS::Queue":
				return `${endpoint}/${ACCOUNT}/${this.physical(id)}`;
			case "AWS::SNS::Topic":
			case "AWS::StepFunctions::StateMachine":
			case "AWS::SecretsManager::Secret":
				return this.attribute(id, "Arn");
			case "AWS::Lambda::EventSourceMapping":
				return uuidOf(this.physical(id));
			default:
				return this.physical(id);
		}
	}

	attribute(id: string, attribute: string): string {
		const name = this.physical(id);
		const { region } = this.#options;
		const arn = (service: string, resource: string) =>
			`arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
		if (attribute === "DomainName") return `${name}.s3.amazonaws.com`;
		if (attribute === "RegionalDomainName")
			return `${name}.s3.${region}.amazonaws.com`;
		if (/Name$/.test(attribute)) return name;
		if (attribute === "RoleId") return roleId(name);
		if (attribute === "QueueUrl") return String(this.ref(id));
		switch (this.#type(id)) {
			case "AWS::SQS::Queue":
				return arn("sqs", name);
			case "AWS::SNS::Topic":
				return arn("sns", name);
			case "AWS::DynamoDB::Table":
				return arn("dynamodb", `table/${name}`);
			case "AWS::Lambda::Function":
				return arn("lambda", `function:${name}`);
			case "AWS::SecretsManager::Secret":
				return arn("secretsmanager", `secret:${name}-local1`);
			case "AWS::Logs::LogGroup":
				return arn("logs", `log-group:${name}:*`);
			case "AWS::CloudWatch::Alarm":
				return arn("cloudwatch", `alarm:${name}`);
			case "AWS::Events::Rule":
				return arn("events", `rule/${name}`);
			case "AWS::Scheduler::ScheduleGroup":
				return arn("scheduler", `schedule-group/${name}`);
			case "AWS::Scheduler::Schedule": {
				const { GroupName = "default" } =
					this.#template.Resources[id]?.Properties ?? {};
				return arn(
					"scheduler",
					`schedule/${resolveIntrinsics(GroupName, this)}/${name}`,
				);
			}
			case "AWS::Pipes::Pipe":
				return arn("pipes", `pipe/${name}`);
			case "AWS::IAM::Role":
				return `arn:aws:iam::${ACCOUNT}:role/${name}`;
			case "AWS::S3::Bucket":
				return `arn:aws:s3:::${name}`;
			default:
				return (
					flowAttribute(this.#type(id), attribute, { name, region, arn }) ??
					arn("local", `${id}/${attribute}`)
				);
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

	/** The logical id of the resource with this ARN. */
	byArn(arn: string): string | undefined {
		return Object.keys(this.#template.Resources).find(
			(id) => this.attribute(id, "Arn") === arn,
		);
	}

	/** The logical id of the resource with this name. */
	byPhysical(name: string): string | undefined {
		return Object.keys(this.#template.Resources).find(
			(id) => this.physical(id) === name,
		);
	}

	/** The name of a bucket is everybody's: it is often made up of the account's and the region's. */
	#bucket(id: string): string {
		const given = this.#template.Resources[id]?.Properties?.BucketName;
		if (given !== undefined) return String(resolveIntrinsics(given, this));
		const name = `${this.#options.stackName}-${id}`.toLowerCase();
		return `${name.slice(0, 50)}-${suffixOf(name)}`;
	}

	#type(id: string): string | undefined {
		return this.#template.Resources[id]?.Type;
	}
}

/** The unique id of a role, by which SQS names who sent a message. */
export function roleId(name: string): string {
	return `AROA${createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase()}`;
}

function suffixOf(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function uuidOf(text: string): string {
	const hex = createHash("sha256").update(text).digest("hex");
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`8${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join("-");
}
