import { Apis } from "./api-gateway/apis.ts";
import { tellOfAlarm } from "./cloudwatch/alarm-actions.ts";
import { type AlarmChange, CloudWatch } from "./cloudwatch/cloudwatch.ts";
import { CloudWatchLogs } from "./cloudwatch/logs.ts";
import { startDynamoDb } from "./dynamodb/dynamodb.ts";
import { AwsEndpoint, type AwsServices } from "./endpoint.ts";
import { createDeliverText, type DeliverText } from "./events/deliver-text.ts";
import { EventBridge } from "./events/event-bridge.ts";
import { Scheduler } from "./events/rule-scheduler.ts";
import { Iot } from "./iot/iot.ts";
import { LambdaApi } from "./lambda/api.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import { listenOn, type PortWish } from "./listen.ts";
import { Schedules } from "./scheduler/schedules.ts";
import { SecretsManager } from "./secrets-manager/secrets-manager.ts";
import { QueueSender } from "./sqs/queue-sender.ts";
import { RoleClients } from "./sqs/role-clients.ts";
import { startSqsSnsS3 } from "./sqs-sns-s3.ts";
import { StepFunctions } from "./step-functions/step-functions.ts";

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
