export type Gender = 'female' | 'male';

interface Language {
	code: string;
	country: string;
	/** Its voices, the default first. */
	genders: readonly Gender[];
}

const both = ['female', 'male'] as const;
const female = ['female'] as const;
const male = ['male'] as const;

const language = (code: string, country: string, genders: readonly Gender[] = both): Language => ({
	code,
	country,
	genders,
});

/** [unsure] The language of a message that does not name one. */
export const defaultLanguage = 'en-us';

/** OpenAPI: send-voice-message, allowed languages. */
export const languages: readonly Language[] = [
	language('en-us', 'English, US'),
	language('en-au', 'English, Australia'),
	language('en-gb', 'English, UK'),
	language('en-in', 'English, India', female),
	language('en-gb-wls', 'English, Wales'),
	language('cy-gb-wls', 'Celtic, Wales'),
	language('de-de', 'German, Germany'),
	language('es-es', 'Spanish, Spain'),
	language('es-us', 'Spanish, US'),
	language('fr-ca', 'French, Canada', female),
	language('fr-fr', 'French, France'),
	language('is-is', 'Icelandic, Iceland'),
	language('it-it', 'Italian, Italy'),
	language('da-dk', 'Danish, Denmark'),
	language('nl-nl', 'Dutch, Netherlands'),
	language('nb-no', 'Norwegian, Norway', female),
	language('pl-pl', 'Polish, Poland'),
	language('pt-pt', 'Portuguese, Portugal', male),
	language('pt-br', 'Portuguese, Brazil'),
	language('ro-ro', 'Romanian, Romania', female),
	language('ru-ru', 'Russian, Russia'),
	language('sv-se', 'Swedish, Sweden', female),
	language('tr-tr', 'Turkish, Turkey', female),
];
