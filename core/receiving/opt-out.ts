/** Recognizes replies that ask for no more texts. */
import { type Phrase, plainWords, Vocabulary, withoutSignature } from '../text/wording';

/**
 * How much may stand around a phrase without changing its meaning:
 * - `clear`: polite words, and what follows a verb (`stop sending me these messages`).
 * - `vague`: polite words, and words for messages (`cancel texts`), because the word may also be about
 *   something else: `cancel this` is not an opt-out.
 * - `code`: only words of other scripts (`回复T退订`).
 */
type Strength = 'clear' | 'vague' | 'code';

/**
 * The phrases by language. Accents, case and width do not matter. Sources: the words that the FCC
 * counts as a revocation in any case (47 CFR 64.1200(a)(10), order FCC 24-24 of 2024: stop, quit, end,
 * revoke, opt out, cancel, unsubscribe); those that carriers in North America handle by themselves
 * (CTIA Messaging Principles, section 5.1.2; AWS End User Messaging lists ARRET, OPT-OUT, REMOVE and
 * TD); TD, T and 退订, which operators in mainland China require in commercial texts; 수신거부 and הסר,
 * which the laws of Korea and Israel made the usual words. The others are the word for "stop" or
 * "unsubscribe" that senders in these countries print in their texts.
 */
const PHRASES: Readonly<Record<string, Partial<Record<Strength, string>>>> = {
	en: {
		clear:
			'stop|stopall|stop all|unsubscribe|unsubscribe me|unsub|optout|opt out|opt me out|opting out|' +
			'remove me|remove from list|take me off|delete me|remove my number|delete my number|no more texts|' +
			'no more messages|no more sms|do not text|don t text|dont text|do not text me|don t text me|' +
			'dont text me|do not message me|don t message me|dont message me|do not contact me|' +
			'don t contact me|dont contact me|leave me alone',
		vague: 'cancel|end|quit|revoke|remove',
	},
	fr: {
		clear:
			'arret|arretez|arreter|stopper|desabonner|me desabonner|desabonnez moi|desabonnement|' +
			'desinscrire|me desinscrire|desinscrivez moi|desinscription|plus de sms|plus de messages',
		vague: 'annuler|resilier',
	},
	es: {
		clear:
			'dar de baja|darme de baja|darse de baja|date de baja|desuscribir|desuscribirme|desuscribirse|' +
			'no mas mensajes|no mas sms|no quiero mas mensajes|cancelar suscripcion|cancelar la suscripcion',
		vague: 'baja|alto|parar|cancelar|detener',
	},
	pt: {
		clear:
			'descadastrar|descadastro|desinscrever|remover me|cancelar inscricao|cancelar assinatura',
		vague: 'parar|pare|sair|cancelar|remover',
	},
	de: {
		clear:
			'stopp|abmelden|abmeldung|abbestellen|abbestellung|austragen|keine sms mehr|' +
			'keine nachrichten mehr|bitte nicht mehr schreiben',
		vague: 'kundigen|widerruf',
	},
	it: { clear: 'disiscrivimi|cancellami|disiscrizione', vague: 'basta|annulla|cancella|disattiva' },
	nl: { clear: 'afmelden|uitschrijven|uitschrijving', vague: 'stoppen|opzeggen' },
	nordic: {
		clear: 'stopp|avregistrera|avprenumerera|avmeld|avmelding|afmeld|frameld',
		vague: 'avsluta|avslutt|lopeta|peruuta',
	},
	central: {
		clear: 'wypisz|wypisz mnie|odhlasit|odhlaste|odjava|odjavi|leiratkozas|leiratkozom|dezabonare',
		vague: 'rezygnuje|anuluj|zrusit|leallitas',
	},
	// Words of Turkey's register of consents (RET) and of operators in Indonesia (UNREG).
	turkish: { clear: 'abonelikten cik', vague: 'iptal|ret|durdur' },
	malay: { clear: 'unreg|berhenti berlangganan', vague: 'berhenti|batal' },
	vietnamese: { clear: 'hủy đăng ký|huy dang ky' },
	greek: { clear: 'διακοπη|διαγραφη', vague: 'ακυρωση' },
	slavic: {
		clear: 'стоп|отписаться|отпишите меня|отписка|відписатися|відписка|отписване',
		vague: 'отмена|отказ|скасувати',
	},
	arabic: { clear: 'الغاء الاشتراك|الغ الاشتراك', vague: 'الغاء|ايقاف|توقف' },
	hebrew: { clear: 'הסר|הסירו|להסרה|הסר אותי|הסירו אותי' },
	thai: { clear: 'ยกเลิกการรับข้อความ|หยุดส่ง', vague: 'ยกเลิก|หยุด' },
	japanese: { clear: '配信停止|配信解除|停止|解除|登録解除|ストップ', vague: '退会|解約' },
	korean: { clear: '수신거부|수신 거부', vague: '거부|중지|해지|그만' },
	chinese: {
		clear:
			'退订|退訂|拒收|取消订阅|取消訂閱|停止|停止发送|停止發送|不要再发|不要再發|别再发|別再發|不再接收|' +
			'取消接收',
		vague: '退|取消|td|tdd',
		code: 't',
	},
};

/** Where words stand around a phrase: anywhere, in front, after it, or after it even if it is vague. */
type Place = 'anywhere' | 'before' | 'after' | 'messages' | 'unspaced';

/** Polite words. */
export const POLITE =
	'please|pls|plz|kindly|thanks|thank you|thank|thx|ty|svp|stp|s il vous plait|s il te plait|' +
	'merci|bitte|danke|por favor|gracias|obrigado|obrigada|per favore|per cortesia|grazie|alstublieft|' +
	'alsjeblieft|aub|graag|bedankt|dank u|dank je|tack|takk|tak|kiitos|prosze|dziekuje|dzieki|prosim|' +
	'dekuji|dakujem|lutfen|пожалуйста|спасибо|будь ласка|дякую|من فضلك|شكرا|בבקשה|תודה|부탁합니다|' +
	'부탁드립니다|해주세요|감사합니다';

const AROUND: Readonly<Record<Place, string>> = {
	anywhere: POLITE,
	before:
		'i want to|i would like to|i d like to|id like to|i wish to|can you|could you|would you|will you|' +
		'je veux|je souhaite|ich mochte|quiero|quero|voglio',
	after:
		'all|me|this|these|those|the|my|your|any|text|message|now|immediately|again|anymore|any more|to|from|of|list|' +
		'lists|mailing|number|you|contacting|calling|spamming|today|de m envoyer|m envoyer|des|alle|alles|tous|todo|todos',
	messages:
		'texting|texting me|messaging|messaging me|sending|texts|messages|sms|mms|' +
		'subscription|subscriptions|notifications|alerts|spam|смс|от рассылки|рассылку|mensajes|mensagens|nachrichten|messaggi|berichten',
	unspaced:
		'请|請|谢谢|謝謝|我要|我想|回复|回復|回|发送|發送|短信|简讯|簡訊|信息|服务|服務|了|吧|お願いします|' +
		'お願い致します|してください|して下さい|希望|します|を|합니다|해주세요|하세요|주세요|보내세요|신청|요|ครับ|ค่ะ|คะ',
};

type Meaning = Strength | Place;

const VOCABULARY = new Vocabulary<Meaning>(
	[AROUND, ...Object.values(PHRASES)].flatMap((table) =>
		(Object.entries(table) as Array<[Meaning, string]>).map(
			([meaning, phrases]) => [phrases, meaning] as const,
		),
	),
);

/** Longer texts say more than a keyword does. */
const LONGEST = 60;
const LONGEST_RAW = 400;

const LATIN = /\p{Script=Latin}/u;
const NO_CODES: ReadonlySet<string> = new Set();

/**
 * Whether a text is an opt-out: one of the phrases alone (`STOP`, `TD`, `退订`), in any case and with
 * any punctuation or emoji, or with nothing but polite words and its object around it (`Opt out
 * please`, `stop sending me texts`). "Stop the server", "don't stop" and
 * "bus stop" are not.
 *
 * @param codes short words, in lower case, that count too because the provider asks recipients to
 *              reply with them
 */
export function isOptOut(text: string, codes: ReadonlySet<string> = NO_CODES): boolean {
	if (text.length > LONGEST_RAW) return false;
	const plain = plainWords(withoutSignature(text));
	if (plain === '' || plain.length > LONGEST) return false;
	const words = VOCABULARY.wordsOf(plain);
	// Letter by letter: S T O P.
	if (words.length > 2 && words.every((word) => word.length === 1)) {
		if (VOCABULARY.meaningOf(words.join('')) === 'clear') return true;
	}
	const phrases = VOCABULARY.phrasesOf(words, (word) => (codes.has(word) ? 'code' : undefined));
	return phrases !== undefined && isRequest(phrases, words);
}

const ASKS: ReadonlySet<Meaning> = new Set<Meaning>(['clear', 'vague', 'code']);
const LEADS: ReadonlySet<Meaning> = new Set<Meaning>(['anywhere', 'before', 'unspaced']);

/** Whether the phrases together ask for no more texts. */
function isRequest(phrases: ReadonlyArray<Phrase<Meaning>>, words: readonly string[]): boolean {
	const first = phrases.findIndex(({ meaning }) => ASKS.has(meaning));
	if (first < 0) return false;
	const has = (wanted: Meaning) => phrases.some(({ meaning }) => meaning === wanted);
	// A code is only an opt-out by itself: "T T" is a crying face, and "T stop" a station.
	if (has('code')) return words.filter((word) => LATIN.test(word)).length === 1;
	// "Cancel this" and "could you stop?" may be about anything, "cancel these texts" is not.
	const isVague = !phrases.some(
		({ text, meaning }) => meaning === 'clear' && !(text === 'stop' && has('before')),
	);
	if (isVague && (has('after') || has('before')) && !has('messages')) return false;
	return phrases.slice(0, first).every(({ meaning }) => LEADS.has(meaning));
}
