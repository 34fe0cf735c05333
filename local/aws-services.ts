import { tellOfAlarm } from "./alarms/alarm-actions.ts";
import { Apis } from "./emulators/api-gateway/apis.ts";
import { type AlarmChange, CloudWatch } from "./emulators/aws/cloudwatch.ts";
import { CloudWatchLogs } from "./emulators/aws/cloudwatch-logs.ts";
import { startDynamoDb } from "./emulators/aws/dynamodb.ts";
import { AwsEndpoint, type AwsServices } from "./emulators/aws/endpoint.ts";
import { EventBridge } from "./emulators/aws/event-bridge.ts";
import { LambdaApi } from "./emulators/aws/lambda-api.ts";
import { RoleClients } from "./emulators/aws/role-clients.ts";
import { SecretsManager } from "./emulators/aws/secrets-manager.ts";
import { startSqsSnsS3 } from "./emulators/aws/sqs-sns-s3.ts";
import { Iot } from "./emulators/iot/iot.ts";
import { StepFunctions } from "./emulators/step-functions/step-functions.ts";
import { createDeliverText, type DeliverText } from "./event-targets.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import { listenOn, type PortWish } from "./listen.ts";
import { QueueSender } from "./queue-sender.ts";
import { Scheduler } from "./rules/scheduler.ts";
import { Schedules } from "./schedules/schedules.ts";

/** Credentials for every client of the local endpoint. */
export const LOCAL_CREDENTIALS = {
	accessKeyId: "local",
	secretAccessKey: "local",
};

/** AWS looks once a minute: so long a state that was set by hand can be seen. */
const SET_BY_HAND_MS = 60_000;

export interface LocalAws {
	readonly services: AwsServices;
	readonly endpoint: AwsEndpoint;
	readonly url: string;
	readonly port: number;
	/** Hands a text to a queue, a function or a topic, as an AWS service would. */
	readonly deliverText: DeliverText;
	stop(): Promise<void>;
}

/** Starts every AWS service behind one address. */
export async function startAws(
	region: string,
	port: PortWish,
): Promise<LocalAws> {
	const events = new EventBridge(region);
	const tell = (change: AlarmChange) =>
		tellOfAlarm(change, { events, region, deliverText });
	let url = "";
	const roleClients = new RoleClients(() => url, region);
	const queueSender = new QueueSender(roleClients, () => url);
	const lambda = new LambdaApi(new AsyncInvocations(queueSender));
	const services: AwsServices = {
		queues: await startSqsSnsS3(region),
		tables: startDynamoDb(),
		secrets: new SecretsManager({
			region,
			onLabel: ({ arn, name, versionId }) => {
				events.put(
					"aws.secretsmanager",
					"Secret Label Updated",
					{ name, labelUpdated: "AWSCURRENT", versionId },
					[arn],
				);
			},
		}),
		lambda,
		events,
		scheduler: new Scheduler(),
		schedules: new Schedules({
			region,
			deliver: ({ Arn, RoleArn }, text) =>
				deliverText(Arn, text, { roleArn: RoleArn }),
		}),
		pipes: [],
		queueSender,
		roleClients,
		cloudwatch: new CloudWatch({ region, onChange: tell }),
		logs: new CloudWatchLogs(region),
		stepFunctions: new StepFunctions(),
		apis: new Apis(),
		iot: new Iot(),
		stacks: [],
		region,
	};
	const deliverText = createDeliverText(services, {
		endpoint: async () => ({ url: new URL(url) }),
		region,
		credentials: LOCAL_CREDENTIALS,
	});
	services.scheduler.onLook(() => services.schedules.fireDue());
	services.scheduler.onLook(() => lambda.asynchronous.fireDue());
	const endpoint = new AwsEndpoint(services);
	const listening = await listenOn(endpoint.server, port);
	url = `http://127.0.0.1:${listening}`;
	const evaluation = setInterval(() => {
		// After a jump in time what a schedule measures is about to come: until then it would look missing.
		if (!services.scheduler.justFired)
			services.cloudwatch.evaluate(SET_BY_HAND_MS);
	}, 5000);
	return {
		services,
		endpoint,
		url,
		port: listening,
		deliverText,
		async stop() {
			clearInterval(evaluation);
			queueSender.stop();
			roleClients.destroy();
			services.stepFunctions.stop();
			endpoint.server.closeAllConnections();
			await new Promise((resolve) => endpoint.server.close(resolve));
			await services.queues.stop();
		},
	};
}
