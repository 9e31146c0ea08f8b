/**
 * As much of Shopify and WooCommerce as n8n's triggers and nodes use: they subscribe to what happens in the shop, and read
 * orders. What happens is sent to n8n signed, as the shops do.
 */
import { createHmac } from 'node:crypto';
import { freshFetch } from '../../demo/n8n/fresh-fetch.cts';

export const SHOPIFY_HOST = 'example-shop.myshopify.com';
export const WOOCOMMERCE_HOST = 'woo.example';

/** The secret of the Shopify app; WooCommerce is told one at each subscription. */
export const SHOPIFY_SECRET = 'made-up-secret';

interface Subscription {
	topic: string;
	address: string;
	secret: string;
}

type Content = Record<string, unknown>;

export class ShopsStandIn {
	/** Shopify's orders by their id. */
	readonly orders = new Map<number, Content>();
	readonly wooOrders: Content[] = [];

	private subscriptions: Subscription[] = [];

	forgetAll(): void {
		this.orders.clear();
		this.wooOrders.length = 0;
		this.subscriptions = [];
	}

	answer(host: string, method: string, path: string, body: unknown): unknown {
		const isShopify = host === SHOPIFY_HOST;
		const order = this.orders.get(Number(/\/orders\/(\d+)\.json$/.exec(path)?.[1]));
		if (isShopify && method === 'GET' && order) return { order };
		if (method === 'GET' && /\/orders(\.json)?$/.test(path)) {
			return isShopify ? { orders: [...this.orders.values()] } : this.wooOrders;
		}
		if (!/\/webhooks(\.json|\/\d+(\.json)?)?$/.test(path)) {
			throw new Error(`The stand-in for shops does not know ${method} ${host}${path}`);
		}
		if (method === 'GET') return isShopify ? { webhooks: [] } : [];
		if (method === 'DELETE') return {};
		return isShopify ? this.subscribeShopify(body as Content) : this.subscribeWoo(body as Content);
	}

	/** Tells n8n that something happened, such as `orders/create` (Shopify) or `order.created` (WooCommerce). */
	async happens(topic: string, content: Content): Promise<void> {
		const subscription = this.subscriptions.find((one) => one.topic === topic);
		if (!subscription) throw new Error(`n8n has not subscribed to ${topic}`);
		const body = JSON.stringify(content);
		const signature = createHmac('sha256', subscription.secret).update(body).digest('base64');
		const response = await freshFetch(subscription.address, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(topic.includes('/')
					? {
							'x-shopify-topic': topic,
							'x-shopify-hmac-sha256': signature,
							'x-shopify-shop-domain': SHOPIFY_HOST,
							'x-shopify-api-version': '2024-07',
						}
					: { 'x-wc-webhook-id': '1', 'x-wc-webhook-signature': signature }),
			},
			body,
		});
		if (!response.ok) throw new Error(`n8n answered ${topic} with ${response.status}`);
	}

	private subscribeShopify({ webhook }: Content) {
		const { topic, address } = webhook as Subscription;
		this.subscriptions.push({ topic, address, secret: SHOPIFY_SECRET });
		return { webhook: { id: this.subscriptions.length } };
	}

	private subscribeWoo({ topic, delivery_url, secret }: Content) {
		this.subscriptions.push({
			topic: String(topic),
			address: String(delivery_url),
			secret: String(secret),
		});
		return { id: this.subscriptions.length };
	}
}
