import { type FastifyInstance } from 'fastify';
import { type ClickSendAccount } from './account.mts';
import { currencyWithLimits, success } from './envelope.mts';
import { mostParts, subaccountId, userId } from './shapes.mts';

/** GET /v3/account: the balance is a string, the API key is in clear (docs/providers/clicksend.md §12). */
export function accountRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	app.get('/v3/account', (request) => {
		const { settings } = account.world;
		// The test user `nocredit` has no credit, whatever the balance is.
		const credit = Math.min(request.clickSendCredit, settings.balance);
		return success("Here's your account.", {
			user_id: userId,
			username: 'sandbox',
			user_email: 'sandbox@example.com',
			active: 1,
			banned: 0,
			balance: credit.toFixed(6),
			user_phone: '+61411111111',
			user_first_name: 'Sandbox',
			user_last_name: 'Account',
			account: 1,
			account_name: 'Sandbox Company',
			account_billing_email: 'billing@example.com',
			country: 'AU',
			default_country_sms: settings.clickSendDefaultCountry,
			auto_recharge: 0,
			auto_recharge_amount: '20.00',
			low_credit_amount: '0.00',
			setting_unicode_sms: 0,
			setting_sms_message_char_limit: mostParts,
			timezone: 'Australia/Melbourne',
			on_trial: 0,
			_currency: currencyWithLimits,
			_subaccount: {
				subaccount_id: subaccountId,
				api_username: 'sandbox',
				email: 'sandbox@example.com',
				phone_number: '+61411111111',
				first_name: 'Sandbox',
				last_name: 'Account',
				api_key: 'sandbox-key',
				access_sms: 1,
				access_contacts: 1,
				access_reporting: 1,
				is_main: 1,
			},
		});
	});
}
