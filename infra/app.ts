/** The app of this repository, which cdk-nag looks at. */
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { addSenders } from "./add-senders.ts";

const app = new App();
addSenders(app, "npm run ops --");
Validations.of(app).addPlugins(
	new AwsSolutionsChecks(app),
	new ServerlessChecks(app),
);
app.synth();
