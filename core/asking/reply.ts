/** Answers by text: the code of a question, how its text says to reply, and what a reply means. */
import { POLITE } from '../receiving/opt-out';
import { toAscii } from '../text/normalise';
import { plainWords, Vocabulary, withoutSignature } from '../text/wording';
import { type Answer, LONGEST_ANSWER, type Question, type Verdict } from './question';

type Meaning = 'yes' | 'no' | 'ack' | 'polite';

/**
 * The words by language, those of the table of opt-outs; case, accents and width do not matter. What can
 * also mean that a text has arrived ("confirmed", "received") acknowledges, and approves nothing.
 */
const WORDS: Readonly<Record<string, Readonly<Record<Exclude<Meaning, 'polite'>, string>>>> = {
	en: {
		yes: 'yes|y|yep|yeah|yup|sure|ok|okay|okey|oke|oki|approve|approved|accept|accepted|agree|agreed|no problem',
		no: 'no|n|nope|nah|decline|declined|reject|rejected|deny|denied|not ok|not approved',
		ack: 'ack|acknowledge|acknowledged|confirm|confirmed|received|got it|seen|copy|roger|understood|noted|on it',
	},
	fr: {
		yes: 'oui|ouais|d accord|accepte|accepter|approuve|approuver',
		no: 'non|refuse|refuser|pas d accord',
		ack: 'recu|bien recu|vu|compris|confirme',
	},
	es: {
		yes: 'si|vale|de acuerdo|acepto|aceptar|apruebo|aprobar|claro',
		no: 'rechazo|rechazar|no acepto',
		ack: 'recibido|visto|entendido|confirmo|confirmado',
	},
	pt: {
		yes: 'sim|aceito|aceitar|aprovo|aprovar',
		no: 'nao|recuso|recusar|rejeito|nao aceito',
		ack: 'recebido|entendi|confirmado',
	},
	de: {
		yes: 'ja|jawohl|jo|einverstanden|genehmigt|in ordnung',
		no: 'nein|nee|abgelehnt|ablehnen|nicht einverstanden|nicht genehmigt',
		ack: 'erhalten|empfangen|verstanden|gesehen|gelesen|bestatigt|bestatige',
	},
	it: {
		yes: 'va bene|accetto|approvo|certo',
		no: 'rifiuto|non accetto',
		ack: 'ricevuto|capito|confermo|confermato',
	},
	nl: {
		yes: 'akkoord|goedgekeurd|prima',
		no: 'neen|afgewezen|geweigerd|niet akkoord',
		ack: 'ontvangen|gezien|begrepen|bevestigd',
	},
	nordic: {
		yes: 'jepp|joo|kylla|godkant|godkann|godkjent|godkendt|hyvaksyn|samþykkt',
		no: 'nej|nei|ei|avvisat|avvist|afvist|hylkaan|hafnad',
		ack: 'mottaget|mottatt|modtaget|vastaanotettu|uppfattat|forstatt|forstaet|selva|mottekid',
	},
	central: {
		yes: 'da|zgoda|dobrze|souhlasim|suhlasim|dobre|v poradku|rendben|de acord|sunt de acord|u redu',
		no: 'nie|ne|odmowa|odrzucam|odmitam|odmietam|elutasitom|nem ertek egyet|refuz|nu sunt de acord|odbijam',
		ack: 'odebrano|otrzymano|rozumiem|prijato|prijate|rozumim|rozumiem|megkaptam|ertettem|primit|am inteles|primljeno|razumijem|potwierdzam|potvrzuji|potvrdzujem|visszaigazolom|confirmat|potvrdujem',
	},
	turkish: {
		yes: 'evet|tamam|olur|onaylıyorum|onayliyorum|kabul',
		no: 'hayır|hayir|olmaz|reddediyorum|onaylamıyorum|onaylamiyorum',
		ack: 'alındı|alindi|anlaşıldı|anlasildi|görüldü|goruldu',
	},
	malay: {
		yes: 'iya|setuju|boleh|baik',
		no: 'tidak|jangan|tidak setuju|tolak',
		ack: 'diterima|sudah terima|faham|paham|mengerti',
	},
	vietnamese: {
		yes: 'vâng|đồng ý|dong y|chấp nhận|chap nhan',
		no: 'không|khong|không đồng ý|khong dong y|từ chối|tu choi',
		ack: 'đã nhận|da nhan|đã hiểu|da hieu',
	},
	greek: {
		yes: 'ναι|ενταξει|συμφωνω|εγκρινω',
		no: 'οχι|διαφωνω|απορριπτω|δεν συμφωνω',
		ack: 'ελαβα|εληφθη|καταλαβα|το ειδα|επιβεβαιωνω',
	},
	slavic: {
		yes: 'да|ага|ок|окей|хорошо|согласен|согласна|одобряю|згоден|згодна|добре|съгласен|съгласна',
		no: 'нет|неа|не|ні|отклоняю|отказываю|не согласен|не согласна|не згоден|не згодна|отказвам',
		ack: 'получено|получил|получила|принято|понял|поняла|понятно|вижу|подтверждаю|отримано|зрозуміло|прийнято|получих|разбрах|потвърждавам',
	},
	arabic: {
		yes: 'نعم|ايوه|ايوا|اجل|موافق|موافقة|حسنا|تمام|اوكي',
		no: 'لا|كلا|ارفض|مرفوض|غير موافق|غير موافقة|لست موافق',
		ack: 'تم الاستلام|استلمت|وصلت|فهمت|مفهوم|علم',
	},
	hebrew: {
		yes: 'כן|בסדר|אוקי|אוקיי|מאשר|מאשרת|מסכים|מסכימה',
		no: 'לא|מסרב|מסרבת|לא מאשר|לא מאשרת|לא מסכים|לא מסכימה',
		ack: 'קיבלתי|התקבל|הבנתי|ראיתי',
	},
	thai: {
		yes: 'ใช่|ตกลง|ได้|โอเค|อนุมัติ|เห็นด้วย',
		no: 'ไม่|ไม่ใช่|ไม่ได้|ไม่ตกลง|ไม่อนุมัติ|ไม่เห็นด้วย|ปฏิเสธ',
		ack: 'รับทราบ|ทราบแล้ว|ได้รับแล้ว|เข้าใจแล้ว',
	},
	japanese: {
		yes: 'はい|うん|ええ|承認|承認する|賛成|オーケー|オッケー|いいです|いいよ|許可',
		no: 'いいえ|いや|だめ|ダメ|却下|拒否|反対|不可|不承認',
		ack: '了解|了解です|承知|承知しました|確認|確認しました|受領|受け取りました|わかりました|分かりました|見ました',
	},
	korean: {
		yes: '네|예|응|좋아요|좋습니다|승인|동의|오케이|찬성',
		no: '아니요|아니오|아니|거절|거부|반려|반대|안돼요|안됩니다',
		ack: '확인|확인했습니다|알겠습니다|알았어요|받았습니다|수신했습니다',
	},
	chinese: {
		yes: '是|是的|好|好的|好吧|可以|同意|行|批准|对|對|嗯|没问题|沒問題|准许|准許',
		no: '不|否|不是|不行|不可以|不同意|不批准|不好|不要|不用|拒绝|拒絕|反对|反對|驳回|駁回',
		ack: '收到|已收到|收到了|知道了|明白|明白了|了解|已读|已讀|已阅|已閱|确认|確認|知悉|看到了',
	},
};

/** Endings and polite words of scripts without spaces. */
const UNSPACED =
	'请|請|谢谢|謝謝|感谢|感謝|了|的|です|ます|します|しました|お願いします|ください|요|입니다|합니다|ครับ|ค่ะ|คะ';

const VOCABULARY = new Vocabulary<Meaning>([
	[POLITE, 'polite'],
	[UNSPACED, 'polite'],
	...Object.values(WORDS).flatMap((table) =>
		(Object.entries(table) as Array<[Meaning, string]>).map(
			([meaning, phrases]) => [phrases, meaning] as const,
		),
	),
]);

/**
 * Words that mean something else in another language: they count for numbers that begin so. "Tak" is
 * yes in Poland, no in Malaysia, and thanks in Denmark.
 */
const LOCAL: ReadonlyArray<readonly [word: string, meaning: Meaning, numbers: readonly string[]]> =
	[
		['tak', 'yes', ['+48']],
		['tak', 'no', ['+60', '+62', '+65', '+673']],
		['ya', 'yes', ['+60', '+62', '+65', '+673']],
		['ano', 'yes', ['+420', '+421']],
		['igen', 'yes', ['+36']],
		['nem', 'no', ['+36']],
		['nu', 'no', ['+40', '+373']],
		['co', 'yes', ['+84']],
		['так', 'yes', ['+380', '+375']],
	];

const localMeaning =
	(to: string) =>
	(word: string): Meaning | undefined =>
		LOCAL.find(
			([local, , numbers]) => local === word && numbers.some((start) => to.startsWith(start)),
		)?.[1];

/** Longer replies say more than yes or no. */
const LONGEST_CHOICE = 60;
const LONGEST_RAW = 400;

/** The meanings of a plain text; `undefined` if it has other words too. */
function meaningsOf(plain: string, to: string): ReadonlySet<Meaning> | undefined {
	if (plain === '') return new Set();
	if (plain.length > LONGEST_CHOICE) return undefined;
	const phrases = VOCABULARY.phrasesOf(VOCABULARY.wordsOf(plain), localMeaning(to));
	return phrases && new Set(phrases.map(({ meaning }) => meaning));
}

/**
 * The letters of codes, each with those of other alphabets that look like it. Without those that look
 * like digits or each other (B, G, I, L, O, Q, S, U, V, Z), and without Y and N, which mean yes and no.
 */
const LETTERS: Readonly<Record<string, string>> = {
	A: 'АΑ',
	C: 'С',
	D: '',
	E: 'ЕΕ',
	F: '',
	H: 'НΗ',
	J: 'Ј',
	K: 'КΚ',
	M: 'МΜ',
	P: 'РΡ',
	R: '',
	T: 'ТΤ',
	W: '',
	X: 'ХΧ',
};

const DIGITS = [...'23456789'];

const CODES: readonly string[] = DIGITS.flatMap((first) =>
	DIGITS.flatMap((second) => Object.keys(LETTERS).map((letter) => first + second + letter)),
);

/**
 * Chooses a code: two digits and a letter, such as 47K. The digits are what a rule at the provider can
 * look for, because digits have no case; the letter keeps ordinary numbers from being codes.
 *
 * @param seed where to begin; at least four hexadecimal digits
 * @param taken codes of questions that are open
 * @returns `undefined` if all are taken
 */
export function codeFrom(seed: string, taken: ReadonlySet<string>): string | undefined {
	const start = parseInt(seed.slice(0, 8), 16) % CODES.length;
	for (let step = 0; step < CODES.length; step++) {
		const code = CODES[(start + step) % CODES.length];
		if (code !== undefined && !taken.has(code)) return code;
	}
	return undefined;
}

/** Whether a text is a code. */
export const isCode = (text: string): boolean => CODES.includes(text);

/** The part of a code that every reply to the question has, as it is written in the text. */
export const digitsOf = (code: string): string => code.slice(0, 2);

type Asking = Pick<Question, 'responseType' | 'approveLabel' | 'declineLabel'>;

/** Whether a label begins with the opposite of the word that stands for it in a reply. */
export const contradicts = ({ approveLabel, declineLabel }: Asking): boolean =>
	VOCABULARY.firstMeaning(plainWords(approveLabel)) === 'no' ||
	VOCABULARY.firstMeaning(plainWords(declineLabel)) === 'yes';

/** `YES 47K`, and what it stands for if the button says something else. */
function choice(word: string, code: string, meaning: Meaning, label: string): string {
	const says = meaningsOf(plainWords(label), '')?.has(meaning) === true;
	return says ? `${word} ${code}` : `${word} ${code} (${label})`;
}

/** The line of the text that says how to reply; the link follows on the next line. */
export function howToReply(question: Asking, code: string): string {
	const { responseType, approveLabel, declineLabel } = question;
	if (responseType === 'acknowledge') return `Reply OK ${code}, or open:`;
	if (responseType === 'freeText') return `Reply ${code} and your answer, or open:`;
	const yes = choice('YES', code, 'yes', approveLabel);
	return `Reply ${yes} or ${choice('NO', code, 'no', declineLabel)}, or open:`;
}

/** The letter of a code by all forms in which people write it: in any case and width, and look-alikes. */
const LETTER_OF: ReadonlyMap<string, string> = new Map(
	Object.entries(LETTERS).flatMap(([letter, alike]) =>
		[...letter, String.fromCharCode(letter.charCodeAt(0) + 0xfee0), ...alike].flatMap(
			(form): Array<[string, string]> => [
				[form, letter],
				[form.toLowerCase(), letter],
			],
		),
	),
);

/** Whether a written code, `47k` or `４７－К`, is this one. */
const isThis = (code: string, digits: string, letter: string): boolean =>
	toAscii(digits) === digitsOf(code) && LETTER_OF.get(letter) === code.slice(2);

/** What could be codes in words that are plain already. */
const IN_WORDS =
	/(?<!\d)(\d\d) ?(\p{L})(?![\p{Nd}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])/gu;
/** A code in front of a text, which is not the beginning of a longer number or word. */
const IN_FRONT =
	/^[\s\p{P}\p{S}\p{Default_Ignorable_Code_Point}]*(\p{Nd}\p{Nd})[\s－-]?(\p{L})(?![\p{Nd}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])/u;
/** The same at its end. */
const AT_END =
	/(?<![\p{Nd}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])(\p{Nd}\p{Nd})[\s－-]?(\p{L})[\s\p{P}]{0,20}$/u;
/** What separates a code from the text behind it, and from the text in front of it. */
const SEPARATOR_BEHIND = /^[\s:;,.!\-–—…、，。：)\]>"”»'’]+/;
const SEPARATOR_IN_FRONT = /[\s:;,\-–—([<"“„«]{0,20}$/;
const OPENING = /^\s*["“”„«'‘’]/;
const CLOSING = /["“”»'‘’]\s{0,20}$/;

/** From this length on, the beginning of a question in a reply shows that the reply quotes it. */
const QUOTED = 20;

/** Phones send reactions as texts, which quote what they are about. */
function quotes(text: string, question: string): boolean {
	const asked = plainWords(question.slice(0, LONGEST_RAW)).slice(0, 2 * QUOTED);
	return asked.length >= QUOTED && plainWords(text).includes(asked);
}

/** The text behind the code, or in front of it. */
function withoutCode(text: string, code: string): string | undefined {
	const [front, digits = '', letter = ''] = IN_FRONT.exec(text) ?? [];
	if (front !== undefined && isThis(code, digits, letter)) {
		const rest = text.slice(front.length).replace(SEPARATOR_BEHIND, '');
		return OPENING.test(text) ? rest.replace(CLOSING, '') : rest;
	}
	const end = AT_END.exec(text);
	if (!end || !isThis(code, end[1] ?? '', end[2] ?? '')) return undefined;
	return text.slice(0, end.index).replace(SEPARATOR_IN_FRONT, '');
}

function readFree(question: Question, code: string, text: string): Omit<Answer, 'by'> | undefined {
	const answer = withoutCode(text.replaceAll('\r\n', '\n'), code)?.trim();
	if (!answer || answer.length > LONGEST_ANSWER || quotes(answer, question.text)) return undefined;
	return { answer };
}

/** Signs that are answers. */
const THUMB_UP = /👍|👌|✅|✔/gu;
const THUMB_DOWN = /👎|❌/gu;

const APPROVED = { answer: 'approved', approved: true } as const;
const DECLINED = { answer: 'declined', approved: false } as const;
const ACKNOWLEDGED = { answer: 'acknowledged' } as const;

function readChoice(
	question: Question,
	code: string,
	text: string,
	to: string,
): Omit<Answer, 'by'> | undefined {
	if (text.length > LONGEST_RAW) return undefined;
	const signs = withoutSignature(text).replace(THUMB_UP, ' yes ').replace(THUMB_DOWN, ' no ');
	const plain = plainWords(toAscii(signs));
	const rest = plain
		.replace(IN_WORDS, (written, digits: string, letter: string) =>
			isThis(code, digits, letter) ? ' ' : written,
		)
		.replace(/ +/g, ' ')
		.trim();
	if (rest === plain) return undefined;
	const { responseType, approveLabel, declineLabel } = question;
	if (responseType === 'approval' && rest !== '') {
		const [approve, decline] = [plainWords(approveLabel), plainWords(declineLabel)];
		if (approve !== decline && rest === approve) return APPROVED;
		if (approve !== decline && rest === decline) return DECLINED;
	}
	const meanings = meaningsOf(rest, to);
	if (!meanings) return undefined;
	const [yes, no] = [meanings.has('yes'), meanings.has('no')];
	// The code alone shows that the text was read.
	if (responseType === 'acknowledge') return no ? undefined : ACKNOWLEDGED;
	if (yes === no) return undefined;
	return yes ? APPROVED : DECLINED;
}

/**
 * What a reply by text answers; `undefined` if it is without the code, or unclear.
 *
 * @param code the code of the question
 * @param to the person who replies, in E.164: some words depend on the country
 */
export function readReply(
	question: Question,
	code: string,
	text: string,
	to: string,
): Omit<Answer, 'by'> | undefined {
	return question.responseType === 'freeText'
		? readFree(question, code, text)
		: readChoice(question, code, text, to);
}

/** What the address of a rule says: the run that asked, and through which provider. n8n signs it. */
export const replyKey = (run: number, provider: string): string => `text-${run}-${provider}`;

const REPLY_KEY = /^text-(\d{1,9})-(\w{1,60})$/;

/** The rule's address that a request was made to. */
export interface ReplyKey {
	readonly run: number;
	readonly provider: string;
}

/** Reads the key of a rule's address; `undefined` for the links of people. */
export function readReplyKey(key: unknown): ReplyKey | undefined {
	const [, run, provider] = (typeof key === 'string' ? REPLY_KEY.exec(key) : null) ?? [];
	return run === undefined || provider === undefined ? undefined : { run: Number(run), provider };
}

const NUMBER = /^\+?\d{3,20}$/;

/** Whether a sender is the person who was asked; some providers leave out the plus. */
function isFrom(from: string, to: string): boolean {
	const sender = toAscii(from.slice(0, 40)).replaceAll(' ', '');
	return NUMBER.test(sender) && sender.replace('+', '') === to.replace('+', '');
}

/**
 * Judges a received text: its sender has to be among those who were asked and texted, and it needs the
 * code, because its sender may have been asked something else too.
 *
 * @param now milliseconds since 1970
 * @param isAnswered whether somebody has answered this question before
 */
export function judgeReply(
	question: Question | undefined,
	{ run, provider }: ReplyKey,
	{ from, text }: Readonly<{ from: string; text: string }>,
	now: number,
	isAnswered: boolean,
): Verdict {
	const rule = question?.replies?.find((one) => one.provider === provider);
	const who = question?.asked.find(({ to, texted }) => texted && isFrom(from, to));
	if (!question || question.run !== run || !rule || !who) return { kind: 'closed' };
	if (isAnswered) return { kind: 'answered', who };
	if (question.until !== undefined && now >= question.until) return { kind: 'late', who };
	const answer = readReply(question, rule.code, text, who.to);
	return answer ? { kind: 'answer', who, by: who, ...answer } : { kind: 'unclear', who };
}
