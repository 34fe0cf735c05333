/** Tells a customer that an order has been shipped: `node send.ts 4711 ann@example.com`, with MAIL_QUEUE_URL set. */
import { sendEmail } from "sqs-gmail-sender/publisher";

const [order = "", to = ""] = process.argv.slice(2);

const { id } = await sendEmail({
	// Follows from what happened: run again, it is still one mail.
	id: `order-${order}-shipped`,
	to,
	subject: `Order ${order} is on its way`,
	text: `Your order ${order} has left our warehouse.`,
	tags: { order },
});
console.log(`queued ${id}`);
