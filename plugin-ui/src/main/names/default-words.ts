/** A kind of layer, and the words by which tools name it when nobody does. */
export interface DefaultWord {
  /** Figma's node types that the tools name so; a bare everyday word on another type was given by a person. */
  readonly types?: readonly string[];
  /**
   * Whether people use the word as a name too. Such a word counts as a default only with a number after a space
   * ("Section 1"), or bare on a layer of its own type ("Star" on a STAR).
   */
  readonly isEveryday?: boolean;
  /** Whether the word is a default on layers of its types only, with a number or without: "Table 4" may seat guests. */
  readonly isOnOwnTypes?: boolean;
}

interface WordGroup extends DefaultWord {
  /** Lower case, separated by "|": English, then Figma's and the other tools' languages. */
  readonly words: string;
}

const shape = ['VECTOR', 'BOOLEAN_OPERATION'];

/** Defaults with a number only. */
const numbered = { isEveryday: true, types: [] } as const;

/** What a boolean operation leaves: the operation, or a flattened or imported shape. */
const combined = { isEveryday: true, types: [...shape, 'GROUP'] } as const;

/**
 * Figma's default names in its languages (English, Japanese, Korean, Spanish, Portuguese, French, German), and those
 * that Sketch, XD, Illustrator, Inkscape and html.to.design bring along, also in Chinese, Italian and Russian.
 */
const groups: readonly WordGroup[] = [
  { words: 'frame|フレーム|프레임|rahmen|画框|畫框|фрейм' },
  // Words for a frame or a layer that people also use for what it shows: "Capa" is a cover, "Marco" a name.
  { words: 'marco|quadro|cadre|框架|cornice|capa|ramka|lager|pad|cesta|board|curve', isEveryday: true, types: [] },
  {
    words:
      'group|グループ|그룹|grupo|groupe|gruppe|gruppo|组|組|编组|編組|群組|组合|группа|groep|grupa|skupina|グループ化',
  },
  { words: 'g', isEveryday: true, types: ['GROUP'] },
  {
    words:
      'scroll group|repeat grid|radial repeat|linear repeat|svg path|svg g|svg raw|clip group|clipped group|boolean group|masked group|クリップグループ|클립 그룹',
  },
  {
    words:
      'mask group|マスクグループ|마스크 그룹|grupo de máscara|grupo de máscaras|groupe de masque|groupe de masques',
  },
  { words: 'maskengruppe|蒙版组|遮罩群組|gruppo maschera|gruppo di maschere' },
  { words: 'clip path group|クリップパスグループ|クリッピングパスグループ|클립 패스 그룹|beschneidungspfadgruppe' },
  { words: 'rectangle|rect|長方形|四角形|矩形|사각형|직사각형|rectángulo|retângulo|rechteck|rettangolo|прямоугольник' },
  { words: 'rounded rectangle|rechthoek|prostokąt|dikdörtgen|rektangel|obdélník' },
  {
    words:
      'ellipse|oval|楕円形|楕円|타원|타원형|elipse|óvalo|ovale|椭圆|椭圆形|橢圓形|橢圓|ellisse|эллипс|ellips|elips',
  },
  { words: 'polygon|triangle|ポリゴン|多角形|다각형|polígono|polygone|vieleck|多边形|多邊形|poligono|многоугольник' },
  { words: 'vector|ベクター|ベクトル|벡터|vetor|vecteur|vektor|矢量|向量|vettore|вектор' },
  { words: 'path|パス|패스|경로|trazado|caminho|demarcador|tracé|pfad|路径|路徑|tracciato|контур|ścieżka|xmlid|svgid' },
  {
    words:
      'clipping path|polyline|tspan|color fill|colour fill|gradient fill|pattern fill|gradient map|smart object|vector smart object|pasted image',
  },
  { words: 'compound path|複合パス|컴파운드 패스|trazado compuesto|tracé transparent|zusammengesetzter pfad|复合路径' },
  {
    words: 'combined shape|compound shape|bitmap|svg|untitled|linked file|auto layout|オートレイアウト|오토 레이아웃',
  },
  { words: 'boolean|flatten|flattened|vereinigen|schneiden|combiner|unir|合并', ...combined },
  { words: 'union|形状结合|合体|統合|통합|합치기|unión|união|vereinigung|联集|并集|聯集|unione', ...combined },
  {
    words: 'subtract|subtraction|型抜き|減算|빼기|restar|sustraer|subtrair|soustraire|soustraction|subtrahieren|减去',
    ...combined,
  },
  {
    words: 'intersect|intersection|交差|교차|intersecar|interseção|überschneidung|schnittmenge|相交|交集|interseca',
    ...combined,
  },
  { words: 'exclude|exclusion|中マド|除外|제외|excluir|exclure|ausschließen|排除|escludi', ...combined },
  { words: 'layer|レイヤー|레이어|camada|calque|ebene|图层|圖層|livello|слой|laag|warstwa|katman|vrstva|réteg|шар' },
  { words: 'artboard|アートボード|아트보드|mesa de trabajo|prancheta|plan de travail|zeichenfläche|画板|工作区域' },
  { words: 'shape|シェイプ|도형|forma|forme|形状|形狀|фигура', isEveryday: true, types: shape },
  {
    words: 'line|線|直線|ライン|선|직선|línea|linea|linha|ligne|linie|直线|线条|線條|линия',
    isEveryday: true,
    types: ['LINE', ...shape],
  },
  {
    words: 'star|星|スター|星形|별|별표|estrella|estrela|étoile|stern|星星|stella|звезда',
    isEveryday: true,
    types: ['STAR', ...shape],
  },
  {
    words: 'arrow|矢印|화살표|flecha|seta|flèche|pfeil|箭头|箭頭|freccia|стрелка',
    isEveryday: true,
    types: ['LINE', ...shape],
  },
  {
    words: 'mask|fill|stroke|マスク|마스크|máscara|masque|maske|蒙版|maschera',
    isEveryday: true,
    types: ['RECTANGLE', 'ELLIPSE', ...shape],
  },
  { words: 'slice|スライス|슬라이스|fatia|tranche|切片|fetta', isEveryday: true, types: ['SLICE'] },
  { words: 'text|テキスト|텍스트|texto|texte|文本|文字|testo|текст', isEveryday: true, types: ['TEXT', 'TEXT_PATH'] },
  {
    words: 'image|img|画像|イメージ|이미지|imagen|imagem|bild|图像|图片|圖像|圖片|immagine|изображение',
    isEveryday: true,
    types: [],
  },
  {
    words: 'section|セクション|섹션|sección|seção|abschnitt|分区|区段|sezione|раздел',
    isEveryday: true,
    types: ['SECTION'],
  },
  {
    words: 'component|コンポーネント|컴포넌트|componente|composant|komponente|组件|元件|компонент',
    isEveryday: true,
    types: ['COMPONENT'],
  },
  {
    words: 'instance|インスタンス|인스턴스|instancia|instância|instanz|实例|istanza',
    isEveryday: true,
    types: ['INSTANCE'],
  },
  { words: 'circle|円|원|círculo|cercle|kreis|圆形|圓形', isEveryday: true, types: ['ELLIPSE', ...shape] },
  { words: 'clip path|form', isOnOwnTypes: true, types: [...shape, 'GROUP'] },
  { words: 'gradient|pattern|symbol|stack|asset|hue/saturation|brightness/contrast|levels|curves', ...numbered },
  { words: 'slot|スロット|슬롯|插槽', isOnOwnTypes: true, types: ['SLOT'] },
  { words: 'table|テーブル|테이블|tabla|tabela|tableau|tabelle|表格|tabella', isOnOwnTypes: true, types: ['TABLE'] },
  { words: 'transform group|トランスフォームグループ', types: ['TRANSFORM_GROUP'] },
  {
    words: 'sticky|connector|connector line|stamp|shape with text|code block|highlight|washi tape',
    isOnOwnTypes: true,
    types: ['STICKY', 'CONNECTOR', 'STAMP', 'SHAPE_WITH_TEXT', 'CODE_BLOCK', 'HIGHLIGHT', 'WASHI_TAPE'],
  },
  {
    words: 'widget|media|embed|link preview|link unfurl|slide|slide row',
    isOnOwnTypes: true,
    types: ['WIDGET', 'MEDIA', 'EMBED', 'LINK_UNFURL', 'SLIDE', 'SLIDE_ROW'],
  },
  { words: 'unnamed|undefined|null|new frame|new group|new layer|text path|text on path' },
  { words: 'untitled design|design sem nome|diseño sin título|design sans titre|unbenanntes design|無題のデザイン' },
  { words: 'div|span|ul|li', isOnOwnTypes: true, types: ['FRAME', 'GROUP', 'TEXT', 'RECTANGLE'] },
  { words: 'heading', isEveryday: true, types: [] },
  { words: 'margin|horizontalborder|verticalborder' },
];

/** Every default word, in lower case. */
export const defaultWords: ReadonlyMap<string, DefaultWord> = indexWords();

function indexWords(): Map<string, DefaultWord> {
  const index = new Map<string, DefaultWord>();
  for (const group of groups) for (const word of group.words.split('|')) index.set(word, group);
  return index;
}

/** What html.to.design joins with "+" to name a box by its CSS. */
export const cssWords: ReadonlySet<string> = new Set(
  'background|border|horizontalborder|verticalborder|overlay|overlayblur|backgroundblur|shadow|margin|mask|gradient'.split(
    '|',
  ),
);

/** Elements of a page that html.to.design joins with those words, or with one another by an arrow. */
export const htmlWords: ReadonlySet<string> = new Set(
  'container|paragraph|image|link|list|item|list item|button|section|nav|form|input|label|article|header|footer|figure|main|aside|svg'.split(
    '|',
  ),
);

/** "Property 1=Default": the first property of a component set, in Figma's languages. */
export const propertyWords =
  'property|プロパティ|속성|propiedad|propriedade|propriété|eigenschaft|属性|屬性|proprietà|свойство';

/** What tools append to the name of a copy. */
export const copyWords = 'copy|copia|cópia|copie|kopie|のコピー|コピー|복사|복사본|副本|备份|備份|拷贝|拷貝|копия';

/** What "Outline stroke" puts in brackets behind a name. */
export const outlineWords = 'stroke|fill|outline|線|線の輪郭|획|선|trazo|borde|traço|contorno|contour|kontur|描边|描邊';

/** Words before the date in the file name of a screenshot. */
export const screenshotWords =
  "screen ?shot|bildschirmfoto|captura de pantalla|captura de tela|capture d[’']écran|スクリーンショット|스크린샷|截屏|屏幕截图|螢幕截圖|schermata|снимок экрана|" +
  'zrzut ekranu|skärmavbild|schermafbeelding|ekran resmi|skærmbillede|skjermbilde|näyttökuva|snímek obrazovky|cleanshot';

/** Sizes that Figma and XD offer for a new frame. They number such frames after a dash: "iPhone 16 - 2". */
export const presetWords =
  'iphone[^-–]*|android[^-–]*|ipad[^-–]*|macbook[^-–]*|imac[^-–]*|surface[^-–]*|apple watch[^-–]*|google pixel[^-–]*|' +
  'desktop|wireframes?|tv|slide [^-–]*|a[3-6]|letter|tabloid|web \\d+|(?:instagram|facebook|twitter|linkedin|dribbble) [^-–]*\\w|component \\d+|artboard(?: \\d+)?|アートボード(?: \\d+)?|custom size';
