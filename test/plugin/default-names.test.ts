import t from 'tap';
import { isDefaultName } from '../../plugin-ui/src/main/names/is-default-name.ts';

t.test('recognizes the default names of tools', async (t) => {
  const given = [
    'Frame',
    'Frame 12',
    'frame_3',
    'Rectangle 1 copy',
    'Rectangle 1 copy 2',
    'Group 4',
    'Vector',
    'Union',
  ];
  const files = [
    'IMG_2031',
    'DSC0012 1',
    'Screenshot 2026-01-02 at 10.11.12',
    'unsplash:Xy_12-a',
    'hero.png',
    'image 7',
  ];
  const wordless = ['', '  ', '12', '1:20', '—'.replace('—', '--'), '3f2a9c1e-77aa', 'Boolean Group', 'Layer_1'];
  for (const name of [...given, ...files, ...wordless]) t.ok(isDefaultName(name), name);
});

t.test('leaves names given by people alone, in any script', async (t) => {
  const named = [
    'Login button',
    'frame_header',
    'Framework',
    'Groups',
    'Vectors/Arrow',
    'Images',
    'Kopfzeile',
    '送信ボタン',
  ];
  const short = ['Rectangle of doom', 'Image gallery', 'Line chart', 'Star rating 5', 'Text input', 'ok', 'facade'];
  for (const name of [...named, ...short]) t.notOk(isDefaultName(name), name);
});

t.test("recognizes Figma's other default names and those of other tools", async (t) => {
  const figma = 'Vector (Stroke)|Mask group|Clip path group|Artboard 3|Group 1171274824|Frame 1000004567|Union';
  const suffixes = 'Rectangle 1_2|Frame 2147223597_5|Line 12 (Stroke)|Oval-Copy|Rectangle Copy 4|Ellipse 3 copy_2';
  const presets = 'iPhone 16 - 2|Desktop - 1|MacBook Pro 14" - 3|Android Large - 11|Web 1920 – 1|Component 4 – 2';
  const properties = 'Property 1=Default|プロパティ1=デフォルト|속성 1=기본|Eigenschaft 1=Standard';
  const html = 'Background+Border|Margin|Overlay+Shadow|Heading 2|X:margin|Link::before|Background+HorizontalBorder';
  const illustrator = 'Compound Path|<Group>|<Clip Group>|Layer_1|path1234|XMLID_12_3|rect5678|g12|Auto layout';
  const photos = 'photo-1519681393784-d120267933ba|pexels-ann-123|Bildschirmfoto 2026-01-02 um 10.11|IMG-2031 (1)';
  const localized =
    'グループ 12|長方形 1|그룹 8|레이어 1|组 30|图层 1|Groupe 1|Tracé 3|Calque 1|フレーム 7|Rechteck 4|Retângulo 2|' +
    'Rectángulo 9|사각형 12|프레임 3|Grupo 5|Ebene 1|椭圆 4|Ellipse 1|グループ12|楕円形 2|Étoile 1|画像 3';
  for (const names of [figma, suffixes, presets, properties, html, illustrator, photos, localized]) {
    for (const name of names.split('|')) t.ok(isDefaultName(name), name);
  }
});

t.test('keeps names that only resemble defaults', async (t) => {
  const given =
    'photo_grid_2|photo-card-3|imgWrapper2|screenshot_carousel_v2|Container|section-01|frame-01|State=Hover|Background|' +
    'Heading large|Group chat|Frame rate|Path finder|Layer cake|Image left|img-hero|グループ名|Groupe de musique|' +
    'Desktop|iPhone|Screen 2|Photo|Photos 12a|Gruppenname|screenshots|Component library|Property list|Border radius|' +
    'Ebenen|Star rating|Copy|Copy 2|Button copy|Text field 2|Section header 3|Tabelle der Werte|C++|a+b|P2P|Pixel';
  for (const name of given.split('|')) t.notOk(isDefaultName(name), name);
});

t.test('an everyday word is a default name only on its own kind of layer or with a number', async (t) => {
  t.ok(isDefaultName('Star', 'STAR'));
  t.notOk(isDefaultName('Star', 'RECTANGLE'));
  t.ok(isDefaultName('Line', 'VECTOR'));
  t.notOk(isDefaultName('Line', 'FRAME'));
  t.notOk(isDefaultName('Section', 'FRAME'));
  t.notOk(isDefaultName('Text', 'FRAME'));
  t.notOk(isDefaultName('Image', 'RECTANGLE'));
  t.ok(isDefaultName('Star 4', 'FRAME'));
  t.ok(isDefaultName('image 12', 'RECTANGLE'));
  t.ok(isDefaultName('Group', 'FRAME'), 'no other meaning');
});

t.test('recognizes default names of more tools and languages', async (t) => {
  const tools =
    'Rounded Rectangle 1 copy|Vector Smart Object|<Clipping Path>|(Curve)|Board 12|Link → SVG|Fill-1|Color Fill 1';
  const svg = 'clip0_12_34|paint0_linear_3_4|filter0_d|tspan1234|circle1034|text3847|polyline';
  const pictures =
    'AdobeStock_123456|istockphoto-12345-612x612 1|WhatsApp Image 2026-01-02 at 10.11.12|P1010123|SAM_2031';
  const languages = 'Rechthoek 3|Groep 2|Laag 1|Prostokąt 4|Warstwa 1|Dikdörtgen 2|Katman 3|Marco 4|Capa 2|Cadre 3';
  for (const names of [tools, svg, pictures, languages])
    for (const name of names.split('|')) t.ok(isDefaultName(name, 'RECTANGLE'), name);
  t.ok(isDefaultName('Union', 'BOOLEAN_OPERATION'));
  t.ok(isDefaultName('Table 2', 'TABLE'));
});

t.test('keeps words that tools use if they name something else', async (t) => {
  const given =
    'Screenshot|p500|SAM 2024|Vid 200|image1_hero|mask2_left|Capa|Marco|Cadre|União|Union|Exclude|Intersection|' +
    'Facebook - 2|Table 4|Highlight 2|Slot 3|Board|Pad|Desktop - Home|A4 - Cover';
  for (const name of given.split('|')) t.notOk(isDefaultName(name, 'FRAME'), name);
});

t.test('ids that Illustrator writes into a file are not names', async (t) => {
  for (const name of ['XMLID_12_', 'SVGID_3_', '_Group_2', '_Compound_Path_', 'Capa_1', 'Isolation_Mode']) {
    t.ok(isDefaultName(name, 'GROUP'), name);
  }
  for (const name of ['_hidden_2', '_group_settings', 'capa_frontal', 'Isolation Booth']) {
    t.notOk(isDefaultName(name, 'GROUP'), name);
  }
});

t.test('recognizes what imports, copies and saved pictures are called', async (t) => {
  const imported = '矩形备份 3|编组 2备份|Artboard 12 – 3|アートボード – 1|undefined|Unnamed|New Frame|벡터 (획)';
  const copies = 'Copy of Frame 1|Kopie von Rahmen 2|長方形 2のコピー|사각형 3 복사본';
  const pictures =
    'image (3) 1|download 1|images 2|unnamed (1)|Pasted Graphic 1|Image from iOS|5f2c0f9d8e7b6a5c4d3e2f1a 1|photo 1712345678';
  for (const names of [imported, copies, pictures])
    for (const name of names.split('|')) t.ok(isDefaultName(name, 'RECTANGLE'), name);
  t.ok(isDefaultName('Media', 'MEDIA'));
  t.ok(isDefaultName('形状结合', 'VECTOR'));
  const given =
    'Copy of the contract|Media|Widget|Download|Downloads|Photo 2|Images (all)|File 3|バックアップ备份说明|Custom size|Video (intro)';
  for (const name of given.split('|')) t.notOk(isDefaultName(name, 'FRAME'), name);
});

t.test('recognizes defaults with a second number, in other spellings and of more tools', async (t) => {
  const numbered =
    'Rectangle 1213 – 2|Group 12 – 3|Frame 1 1|Layer_1-2|Rectangle 4.1|Frame 2@2x|Untitled design (2)|g12';
  const spelled = 'Capture d’écran 2026-01-02'.normalize('NFD');
  const spellings = `フレーム１|Bild\u00adschirmfoto 2026-01-02|\u200eFrame 3|Combined-Shape|Combined-Shape-Copy|${spelled}`;
  const tools = 'Gradient Fill 1|Pattern Fill 2|svg-path|Linear repeat 2|Stack 3|Symbol 1|Asset 12|Unbenanntes Design';
  const html = 'Container → Link|Item → Link|Paragraph+Background|Image+Border|Div|clipPath12';
  const pictures =
    'hero.png 1|hero@2x.png 2|ann-lee-AbC123xyz-unsplash 1|iStock-123456|photo_2026-01-02_10-11-12|FullSizeRender 1|' +
    'freepik__the-style|Zrzut ekranu 2026-01-02|Skärmavbild 2026-01-02|CleanShot 2026-01-02 at 10.11|' +
    'cat_4a5b6c7d-1111-2222-3333-444455556666 1';
  for (const names of [numbered, spellings, tools, html, pictures])
    for (const name of names.split('|')) t.ok(isDefaultName(name, 'RECTANGLE'), name);
  for (const name of ['Vereinigen', 'Unir', 'Combiner', 'Flatten', 'Boolean'])
    t.ok(isDefaultName(name, 'BOOLEAN_OPERATION'), name);
  t.ok(isDefaultName('원 3', 'ELLIPSE'));
  t.ok(isDefaultName('Form 1', 'VECTOR'));
});

t.test('keeps numbers and words that say something on what holds others', async (t) => {
  const given =
    '404|1440|320|Star 4.5|Section 1.2|Step 1 – 2|Boolean|G|Form|Form 1040|Circle|Pattern|Stack|Levels|Symbol|Asset list|' +
    'Header+Footer|Login → Home|Untitled design system|Icon feather-arrow-right|Clip path|Flatten|hero@home|Unsplash feed';
  for (const name of given.split('|')) t.notOk(isDefaultName(name, 'FRAME'), name);
  t.ok(isDefaultName('404', 'RECTANGLE'));
});
