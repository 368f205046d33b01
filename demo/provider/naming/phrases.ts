/** Words by which a text says what it is, in the languages interfaces are most often drawn in. */

export const searchWords =
  /\b(?:search|such(?:e|en)|durchsuchen|rechercher?|buscar|pesquisar|cerca|zoek(?:en)?|szukaj)\b|検索|搜索|搜尋|검색|поиск|بحث/iu;

export const inputWords =
  /^(?:enter|type|your|e-?mail|mail|password|user ?name|phone|first name|last name|full name|name|address|message|passwor[td]|benutzername|vorname|nachname|telefon|adresse|nachricht|mot de passe|nom|correo|contraseña|nombre|senha)\b|メール|パスワード|名前|邮箱|密码|이메일|비밀번호/iu;

export const selectWords =
  /^(?:select|choose|pick|auswählen|wählen|bitte wählen|choisir|sélectionner|seleccionar|elegir)\b|選択|请选择|선택/iu;

export const checkboxWords =
  /^(?:i agree|agree|remember|keep me|accept|subscribe|email me|ich (?:stimme|akzeptiere|habe)|angemeldet bleiben|merken|j'accepte|se souvenir|acepto|recordar(?:me)?)\b|同意|ログイン状態|记住|동의/iu;

export const homeWords = /^(?:home|start(?:seite)?|dashboard|accueil|inicio|início|ホーム|首页|홈)\b/iu;

export const copyrightWords = /^(?:©|\(c\)|copyright)/i;

const months =
  'jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?';

const dates: readonly RegExp[] = [
  new RegExp(`\\b(?:${months})\\.? ?\\d|\\d{1,2}\\.? (?:${months})\\b`, 'iu'),
  /\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b/,
  /\b\d{1,2}:\d{2}\b/,
  /^(?:19|20)\d\d(?: ?[-–] ?(?:(?:19|20)\d\d|present|heute|now))?$/i,
  /^(?:today|yesterday|tomorrow|heute|gestern|morgen|hier|ayer|hoy|just now|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b/i,
  /\b(?:\d+|an?) ?(?:s|sec|min|h|hours?|days?|weeks?|months?|years?|d|w|mo|hr|hrs)\.?(?:utes?|onds?)? ago$|^vor \d+/i,
  /\d+年|\d+月\d+日|\d+[時分日]前?$|\d+년|\d+월/,
];

/** Whether a short text is a date, a time or a span of them. */
export function isDate(text: string): boolean {
  return text.length <= 40 && text.split(/\s+/).length <= 6 && dates.some((date) => date.test(text));
}

/** An amount of money, a share, or another figure; undefined for a text that says more. */
export function readFigure(text: string): 'amount' | 'value' | undefined {
  const plain = text.replaceAll(/\s/g, '');
  const figure = "[+\\-−–]?\\d[\\d.,’']*";
  const money = '(?:[$€£¥₹₩₽฿]|USD|EUR|CHF|kr|zł|R\\$|円|元|원)';
  if (new RegExp(`^[+\\-−–]?${money}${figure}[kKmMbB]?$|^${figure}[kKmMbB]?${money}$`).test(plain)) return 'amount';
  return new RegExp(`^[(▲▼↑↓]?${figure}(?:[kKmMbB%+°x]|/\\d+)?\\)?$`).test(plain) ? 'value' : undefined;
}
