/**
 * The types of ClickSend's answers as its OpenAPI file has them: `api/openapi.yaml` in
 * ClickSend/clicksend-java-v2, 2026-07-24. Only types, in a short notation: `s` text, `i` whole number,
 * `n` number, `b` boolean, `?` may be null, `{}` object, `[]` list, `$` one of the shared shapes. What is
 * described is `data` of the envelope, or after `bare` the whole answer.
 */

const SHARED: Readonly<Record<string, string>> = {
	page: 'total:i per_page:i current_page:i last_page:i next_page_url:s? prev_page_url:s? from:i to:i',
	currency:
		'{currency_name_short:s currency_prefix_d:s currency_prefix_c:s currency_name_long:s min_recharge_amount:s max_recharge_amount:s}',
	contact:
		'{contact_id:i list_id:i phone_number:s first_name:s last_name:s custom_1:s custom_2:s custom_3:s custom_4:s date_added:i date_updated:i fax_number:s? organization_name:s? email:s? address_line_1:s? address_line_2:s? address_city:s? address_state:s? address_postal_code:s? address_country:s? _list_name:s}',
	list: '{list_id:i list_name:s list_email_id:s _contacts_count:i _import_in_progress:i _optout_in_progress:i}',
	campaign:
		'{sms_campaign_id:i name:s user_id:i subaccount_id:i list_id:i from:s body:s schedule:i status:s date_added:i custom_string:s? url_to_shorten:s unsubscribe_link:i source:s? senders:[$sender] _total_count:i _list_name:s}',
	mms: '{list_id:s? contact_id:i message_id:s to:s subject:s from:s body:s country:s custom_string:s schedule:s message_parts:i message_price:s _media_file_url:s status:s}',
	call: '{date:s? date_added:i list_id:s? to:s to_type:s body:s from:s? lang:s voice:s schedule:s|i message_id:s message_parts:s|i message_price:s custom_string:s user_id:n subaccount_id:n country:s require_input:n machine_detection:n machine_detected:n? digits:s? carrier:s? status_code:s? status_text:s? status:s _api_username:s}',
	inboundRule:
		'{inbound_rule_id:i dedicated_number:s rule_name:s message_search_type:i message_search_term:s action:s action_address:s body:s? enabled:i webhook_type:s?}',
	receiptRule: '{receipt_rule_id:i rule_name:s match_type:i action:s action_address:s enabled:i}',
	receipt:
		'{timestamp_send:i timestamp:i message_id:s status_code:i status_text:s error_code:i? error_text:s? custom_string:s? subaccount_id:i message_type:s digits:i}',
	template: '{template_id:i template_name:s body:s}',
	link: '{url:s? label:s page:i? active:b}',
	count: '{count:i price:n}',
	sender: '{recipient_country_code:s sender_id:s sender_type:s sender_country_code:s}',
};

/** `any`: the file does not say. */
export const ANSWERS: Readonly<Record<string, string>> = {
	'GET /v3/account':
		'{user_id:i username:s user_email:s active:i banned:i date_sign_up:i balance:s user_phone:s reply_to:s delivery_to:s? user_first_name:s user_last_name:s account:i account_name:s account_billing_email:s account_billing_mobile:s priority:i country:s country_ip:s default_country_sms:s auto_recharge:i auto_recharge_amount:s low_credit_amount:s setting_unicode_sms:i setting_email_sms_subject:i setting_fix_sender_id:i setting_sms_message_char_limit:i old_dashboard:i balance_commission:s timezone:s price_rate:i private_uploads:i fax_quality:i setting_sms_hide_your_number:i setting_sms_hide_business_name:i pricing_variant:i on_trial:i trial_expiry:s? _currency:$currency _subaccount:{subaccount_id:i api_username:s email:s phone_number:s first_name:s last_name:s api_key:s access_smpp:i access_users:i access_billing:i access_reporting:i access_contacts:i access_settings:i access_sms:i access_email:i access_voice:i access_fax:i access_post:i access_reseller:i access_global_sending:i access_mms:i hide_pricing:i share_campaigns:i notes:s? is_main:i sign_up_type:s?} _referrer_chosen:{id:i name:s}?}',
	'POST /v3/sms/send':
		'{total_price:n total_count:i queued_count:i messages:[{direction:s date:i to:s body:s from:s schedule:i message_id:s message_parts:i message_price:s from_email:s? list_id:s? custom_string:s? contact_id:s? user_id:i subaccount_id:i is_shared_system_number:b country:s carrier:s status:s}] _currency:$currency blocked_count:i}',
	'POST /v3/sms/price':
		'{total_price:n total_count:i queued_count:i messages:[{date:s to:s body:s from:s schedule:s message_id:s message_parts:i message_price:s custom_string:s contact_id:s is_shared_system_number:b country:s status:s}] _currency:$currency _summary:{test_message:s countries:[{country:{registration_type:i receipient_count:i usable_sender_id:b selected:b name:s regulation:{country_user_id:i sms_registration_type:i restricted_sending:b trial_sending:b regulation_requirements_description:s created_at:{date:s timezone_type:i timezone:s} updated_at:{date:s timezone_type:i timezone:s}} registration_status_id:i registration_entity_id:i jotform_id:i}}]} blocked_count:i}',
	'GET /v3/sms/history':
		'{$page data:[{direction:s date:i to:s body:s status:s from:s schedule:s status_code:s status_text:s error_code:s? error_text:s? message_id:s message_parts:i message_price:s from_email:s list_id:s? custom_string:s contact_id:s user_id:i subaccount_id:i country:s carrier:s first_name:s? last_name:s? _api_username:s}]}',
	'PUT /v3/sms/{message_id}/cancel': '{}',
	'PUT /v3/sms/cancel-all': '{count:i}',
	'GET /v3/sms/receipts': '{$page data:[$receipt]}',
	'GET /v3/sms/receipts/{message_id}': '$receipt',
	'PUT /v3/sms/receipts-read': '{}?',
	'GET /v3/sms/inbound':
		'{$page data:[{timestamp:i from:s body:s original_body:s original_message_id:s to:s custom_string:s message_id:s _keyword:s}]}',
	'PUT /v3/sms/inbound-read': '{}?',
	'PUT /v3/sms/inbound-read/{message_id}': 'i',
	'GET /v3/sms/templates': '{$page data:[$template]}',
	'POST /v3/sms/templates': '$template',
	'GET /v3/sms/templates/{template_id}': '$template',
	'PUT /v3/sms/templates/{template_id}': '$template',
	'DELETE /v3/sms/templates/{template_id}': '[s]',
	'POST /v3/mms/send': '{total_price:n total_count:i queued_count:i messages:[$mms]}',
	'POST /v3/mms/price': '{total_price:n total_count:i queued_count:i messages:[$mms]}',
	'GET /v3/mms/history':
		'{$page data:[{direction:s date:s to:s body:s subject:s? priority:i _media_file_url:s? status:s from:s schedule:s date_added:i status_code:s? status_text:s? error_code:s? error_text:s message_id:s message_parts:s message_price:s from_email:s? list_id:s? custom_string:s contact_id:i user_id:i subaccount_id:i country:s carrier:s first_name:s last_name:s _api_username:s}]}',
	'POST /v3/voice/send':
		'{total_price:n total_count:n queued_count:n messages:[$call] _currency:$currency}',
	'POST /v3/voice/price':
		'{total_price:n total_count:n queued_count:n messages:[$call] _currency:$currency}',
	'GET /v3/voice/history': '{$page data:[$call]}',
	'GET /v3/voice/lang': '[{code:s country:s gender:s|[s]}]',
	'GET /v3/voice/receipts':
		'{$page data:[{timestamp_send:s timestamp:s message_id:s status_code:s status_text:s error_code:s? error_text:s? custom_string:s? message_type:s digits:s}]}',
	'PUT /v3/voice/{message_id}/cancel': '[s]',
	'GET /v3/numbers':
		'{$page data:[{dedicated_number:s country:s price:s _country_name:s notes:s? type:s number_type:s number_category:s? number_guid:s form_submission_id:s? status:{value:i label:s description:s name:s}}] _currency:$currency}',
	'GET /v3/own-numbers':
		'bare {own_numbers:[{id:s account_id:s workspace_id:s user_id:s phone_number:s country:s label:s status:s verified_timestamp:s notified_timestamp:s? is_nearing_expiration:b created_timestamp:s updated_timestamp:s}] _metadata:{pagination:{self:s next:s page_size:i}}}',
	'GET /v3/alpha-tags':
		'bare {alpha_tags:[{id:s account_id:s workspace_id:s user_id:s alpha_tag:s status:s reason:s countries:[s] created_timestamp:s updated_timestamp:s}] _metadata:{pagination:{self:s next:s page_size:i}}}',
	'GET /v3/lists':
		'{total:i per_page:i current_page:i last_page:i next_page_url:s prev_page_url:s from:i to:i first_page_url:s? last_page_url:s? path:s links:[$link] data:[$list]}',
	'POST /v3/lists': '$list',
	'GET /v3/lists/{list_id}': '$list',
	'PUT /v3/lists/{list_id}': '$list',
	'DELETE /v3/lists/{list_id}': '[s]',
	'PUT /v3/lists/{list_id}/remove-duplicates/': '{deleted:n}',
	'PUT /v3/lists/{list_id}/remove-opted-out-contacts/{opt_out_list_id}': '{deleted:n}',
	'GET /v3/lists/{list_id}/contacts': '{$page data:[$contact]}',
	'POST /v3/lists/{list_id}/contacts': '$contact',
	'GET /v3/lists/{list_id}/contacts/{contact_id}': '$contact',
	'PUT /v3/lists/{list_id}/contacts/{contact_id}': '$contact',
	'DELETE /v3/lists/{list_id}/contacts/{contact_id}': '[s]',
	'PUT /v3/lists/{from_list_id}/contacts/{contact_id}/copy/{to_list_id}': '$contact',
	'PUT /v3/lists/{from_list_id}/contacts/{contact_id}/transfer/{to_list_id}': '$contact',
	'GET /v3/automations/sms/inbound':
		'{$page first_page_url:s? last_page_url:s? path:s links:[$link] data:[$inboundRule]}',
	'POST /v3/automations/sms/inbound': '$inboundRule',
	'GET /v3/automations/sms/inbound/{inbound_rule_id}': '$inboundRule',
	'PUT /v3/automations/sms/inbound/{inbound_rule_id}': '$inboundRule',
	'DELETE /v3/automations/sms/inbound/{inbound_rule_id}': '[s]',
	'GET /v3/automations/sms/receipts': '{$page data:[$receiptRule]}',
	'POST /v3/automations/sms/receipts': '$receiptRule',
	'GET /v3/automations/sms/receipts/{receipt_rule_id}': '$receiptRule',
	'PUT /v3/automations/sms/receipts/{receipt_rule_id}': '$receiptRule',
	'DELETE /v3/automations/sms/receipts/{receipt_rule_id}': '[s]',
	'GET /v3/automations/voice/receipts': '{$page data:[$receiptRule]}',
	'POST /v3/automations/voice/receipts': '$receiptRule',
	'GET /v3/automations/voice/receipts/{receipt_rule_id}': '$receiptRule',
	'PUT /v3/automations/voice/receipts/{receipt_rule_id}': '$receiptRule',
	'DELETE /v3/automations/voice/receipts/{receipt_rule_id}': '[s]',
	// The file gives these two answers no type; those of the Power Automate connector are checked in
	// clicksend-requests.test.mts.
	'POST /v3/uploads': 'any',
	'GET /v3/search/contacts-lists': 'any',
	'GET /v3/statistics/sms':
		'{total:{outbound:$count inbound:$count bounced:$count} stats:[{date:n outbound:$count inbound:$count bounced:$count}] _currency:$currency}',
	'GET /v3/statistics/voice':
		'{total:{outbound:$count bounced:$count} stats:[{date:n outbound:$count bounced:$count}] _currency:$currency}',
	'POST /v3/sms-campaigns/send': '$campaign',
	'POST /v3/sms-campaigns/price':
		'{total_count:i total_price:s data:{from:s body:s schedule:i} _currency:$currency}',
	'GET /v3/sms-campaigns': '{$page data:[$campaign]}',
	'GET /v3/sms-campaigns/{sms_campaign_id}': '$campaign',
	'PUT /v3/sms-campaigns/{sms_campaign_id}/cancel': '$campaign',
};

type Type =
	| { readonly kind: 'any' }
	| { readonly kind: 's' | 'i' | 'n' | 'b' }
	| { readonly kind: 'list'; readonly of: Type }
	| { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Type> }
	| { readonly kind: 'or'; readonly types: readonly Type[] }
	| { readonly kind: 'null' };

const expand = (text: string): string => {
	const whole = text.replace(/\$(\w+)/g, (_, name: string) => SHARED[name] ?? '');
	return whole === text ? text : expand(whole);
};

/** Reads one type, and returns what follows it. */
function parse(text: string): [Type, string] {
	let type: Type;
	let rest = text.slice(1);
	if (text.startsWith('any')) [type, rest] = [{ kind: 'any' }, text.slice(3)];
	else if (text.startsWith('[')) {
		const [of, after] = parse(rest);
		[type, rest] = [{ kind: 'list', of }, after.slice(1)];
	} else if (text.startsWith('{')) {
		const fields = new Map<string, Type>();
		while (!rest.startsWith('}')) {
			rest = rest.trimStart();
			const colon = rest.indexOf(':');
			const [field, after] = parse(rest.slice(colon + 1));
			fields.set(rest.slice(0, colon), field);
			rest = after;
		}
		[type, rest] = [{ kind: 'object', fields }, rest.slice(1)];
	} else type = { kind: text[0] as 's' };
	if (rest.startsWith('?')) {
		[type, rest] = [{ kind: 'or', types: [type, { kind: 'null' }] }, rest.slice(1)];
	}
	if (!rest.startsWith('|')) return [type, rest];
	const [other, after] = parse(rest.slice(1));
	return [{ kind: 'or', types: [type, other] }, after];
}

const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
	any: () => true,
	null: (value) => value === null,
	s: (value) => typeof value === 'string',
	i: (value) => Number.isInteger(value),
	n: (value) => typeof value === 'number',
	b: (value) => typeof value === 'boolean',
};

const shown = (value: unknown) =>
	value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;

/** Where a value is not as its type says, as `path is …`; as in JSON Schema, fields may be missing. */
function check(value: unknown, type: Type, path: string): string[] {
	if (type.kind === 'or') {
		const all = type.types.map((one) => check(value, one, path));
		return all.find((found) => found.length === 0) ?? all[0] ?? [];
	}
	if (type.kind === 'list') {
		if (!Array.isArray(value)) return [`${path} is ${shown(value)}`];
		return value.flatMap((one) => check(one, type.of, `${path}[]`));
	}
	if (type.kind === 'object') {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			return [`${path} is ${shown(value)}`];
		}
		return Object.entries(value).flatMap(([name, one]) => {
			const field = type.fields.get(name);
			return field ? check(one, field, `${path}.${name}`) : [`${path}.${name} is not named`];
		});
	}
	return PLAIN[type.kind]?.(value) ? [] : [`${path} is ${shown(value)}`];
}

/** Where the answer of an endpoint is not as the file says, each place once. */
export function deviations(endpoint: string, answer: Readonly<Record<string, unknown>>): string[] {
	const text = ANSWERS[endpoint] ?? '';
	const [type] = parse(expand(text.replace(/^bare /, '')));
	const found = text.startsWith('bare ')
		? check(answer, type, '')
		: [
				...check(
					{ ...answer, data: undefined },
					parse('{http_code:i response_code:s response_msg:s data:any}')[0],
					'',
				),
				...check(answer.data, type, 'data'),
			];
	return [...new Set(found)];
}
