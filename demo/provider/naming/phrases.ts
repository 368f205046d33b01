/** Words by which a text says what it is, in the languages interfaces are most often drawn in. */

export const searchWords =
  /\b(?:search|find (?:an?|your|people)|such(?:e|en)|durchsuchen|rechercher?|buscar|pesquisar|cerca|zoek(?:en)?|szukaj)\b|検索|搜索|搜尋|검색|поиск|بحث/iu;

export const inputWords =
  /^(?:enter|type|your|e-?mail|mail|password|user ?name|phone|first name|last name|full name|name|address|message|passwor[td]|benutzername|vorname|nachname|telefon|adresse|nachricht|mot de passe|nom|correo|contraseña|nombre|senha)\b|メール|パスワード|名前|邮箱|密码|이메일|비밀번호/iu;

export const selectWords =
  /^(?:select|choose|pick|auswählen|wählen|bitte wählen|choisir|sélectionner|seleccionar|elegir)\b|選択|请选择|선택/iu;

export const checkboxWords =
  /^(?:i agree|agree|remember|keep me|accept|subscribe|email me|ich (?:stimme|akzeptiere|habe)|angemeldet bleiben|merken|j'accepte|se souvenir|acepto|recordar(?:me)?)\b|同意|ログイン状態|记住|동의/iu;

/** What a button asks to do. */
export const actionWords =
  /^(?:add|create|new|save|sign (?:in|up|out)|log ?(?:in|out)|send|submit|get|start|try|buy|order|book|pay|check ?out|continue|next|cancel|delete|remove|apply|download|upload|share|subscribe|join|learn more|read more|view|see|show|edit|call|follow|reply|confirm|close|back|upgrade|install|claim|redeem|reset|update|retry|accept|decline|approve|publish|invite|generate|anmelden|abmelden|speichern|senden|hinzufügen|weiter|abbrechen|löschen|kaufen|bestellen|ajouter|enregistrer|envoyer|acheter|se connecter|guardar|enviar|comprar|añadir|iniciar|اشترك|ابدأ|إرسال|حفظ|إضافة|追加|保存|送信|購入)(?!\p{L})/iu;

/** How a line of a program or of a terminal looks. */
export const codeSigns = /^(?:\/\/|#!|\$ |<\/?\w)|[{};]\s*$|=>|\w\([^)]*\)/;

export const homeWords = /^(?:home|start(?:seite)?|dashboard|accueil|inicio|início|ホーム|首页|홈)\b/iu;

export const copyrightWords = /^(?:©|\(c\)|copyright)/i;

const months =
  'jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?';

const allMonths = new RegExp(`\\b(?:${months})\\b`, 'giu');

const dates: readonly RegExp[] = [
  new RegExp(`\\b(?:${months})\\.? ?\\d|\\d{1,2}\\.? (?:${months})\\b`, 'iu'),
  /\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b/,
  /\b\d{1,2}:\d{2}\b/,
  /^(?:19|20)\d\d(?: ?[-–] ?(?:(?:19|20)\d\d|present|heute|now))?$/i,
  /^(?:today|yesterday|tomorrow|heute|gestern|morgen|hier|ayer|hoy|just now|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b/i,
  /\b(?:\d+|an?) ?(?:s|sec|min|h|hours?|days?|weeks?|months?|years?|d|w|mo|hr|hrs)\.?(?:utes?|onds?)? ago$|^vor \d+/i,
  /\d+年|\d+月\d+日|\d+[時分日]前?$|\d+년|\d+월/,
];

/** Whether a short text is a date, a time or a span of them; "Open until 18:00" says more. */
export function isDate(given: string): boolean {
  const text = toAsciiDigits(given);
  if (text.length > 40 || text.split(/\s+/).length > 6 || !dates.some((date) => date.test(text))) return false;
  const others = text.replaceAll(allMonths, '').match(/\p{L}{4,}/gu) ?? [];
  return others.length <= 1 || !/\d:\d\d/.test(text);
}

/** The digits of other scripts count as those of this one. */
function toAsciiDigits(text: string): string {
  return text
    .replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll(/[\u0966-\u096f]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
}

/** An amount of money, a share, or another figure; undefined for a text that says more. */
export function readFigure(text: string): 'amount' | 'value' | undefined {
  const plain = toAsciiDigits(text).replaceAll(/\s/g, '');
  const figure = "[+\\-−–]?\\d[\\d.,’'٬٫]*";
  const money = '(?:[$€£¥₹₩₽฿₺₪₫₦]|USD|EUR|CHF|AED|SAR|kr|zł|R\\$|円|元|원|(?:ر\\.س|د\\.إ|د\\.ك|ج\\.م|ريال|درهم)\\.?)';
  if (new RegExp(`^[+\\-−–]?${money}${figure}[kKmMbB]?$|^${figure}[kKmMbB]?${money}$`).test(plain)) return 'amount';
  return new RegExp(`^[(▲▼↑↓]?${figure}(?:[kKmMbB%+°x×]|/\\d+)?\\)?$`).test(plain) ? 'value' : undefined;
}
