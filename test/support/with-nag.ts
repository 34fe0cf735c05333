/** Preloaded before an example: its app is checked by cdk-nag when it synthesizes. */
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";

const { synth } = App.prototype;
App.prototype.synth = function (...args) {
	Validations.of(this).addPlugins(
		new AwsSolutionsChecks(this),
		new ServerlessChecks(this),
	);
	return synth.apply(this, args);
};
