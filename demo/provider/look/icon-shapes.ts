/**
 * The silhouettes of common interface icons, to tell a gear from a bell. A line is a word and its shapes, each
 * `width/height:bits` where bits (base64) are the icon's box in 12 x 12 cells, row by row, 1 where the cell is mostly
 * ink. Sampled from Font Awesome Free 5.15.4 (https://fontawesome.com, icons CC BY 4.0) and Bootstrap Icons 1.13
 * (https://icons.getbootstrap.com, MIT).
 */
export const iconShapes = `
home 1.28:BkD8GcMsdu7337P8P8OcOcOc 1.09:BgCcH8P8L0X6v9f+f+f+f+P8 1.09:BgCcGcMMIEQCwDQCQCQCQCP8
user 0.87:DwH4H4H4H4DwAAf+//////// 0.87:DwGYMMIEMMGYBwP8ZmwBgB// 1.00:DwH4H4H4H4DwAAH4f+//////
user 1.00:DwGYEIEIGYDwAAH4YGwDgB//
users 1.43:BgDwb2b2b2Bg4H3737P8P8H4 1.43:GAOMPePeOeOMAAfe/v/v/v/g 1.33:AYM8O8O8O8MYAAO8d+9/9/9/
users 1.33:AYOkRgRgRkOYAAO8VilBkB9/
account 1.00:DwP8eecO8P8P/f//YGYGOcDw 1.00:DwIERiDwjxjxhhgBH4f+P8Dw
search 1.00:HgfwYYwMwMwMwYY4P8HOAHAD 1.00:HgYQQIgEgEgEgAQIIcHOAHAD
gear 0.96:DwDwf+//+fcOcO+f//f+DwDw 1.00:BgJkf+P8MM8P8PMOP8f+J0Bg 1.00:BgKUQCAASSgBgBSSAAQCKUBg
wrench 1.00:AYA4BwBzB/D+H8PgfA+AsA4A 1.00:MAEAmA+APADgBwA4AbABAJAO
tools 1.00:QY44dwPzG/BGG4O8e++fsP4G 1.00:gMYIYJEfC8BwDgHc2WgbkNcG
bell 0.87:BgDwH4P8P8P8P+f+////AABg 0.87:BgDwGYIEIEIEIGYGwD//AABg 0.87:BgH4P8P8P8P8f+f+f+f/AABg
bell 0.87:BgH4IEIEIEAAQCQCQCf/AABg
mail 1.33://////f+v937739v+f////// 1.33:////gBwD4HsNmZjxhhgB//// 1.00:BgDwP8f+//////zz9v+f////
mail 1.33:f+//f+v9zz5n8P7337P8f+f+ 1.33:f+gBgBwDsNmZjxkJoHwDgBf+
calendar 0.87:EIOc////AA////////////// 0.87:EIOc////AA//2b37//2b37// 0.87:EIOc////gBgBgBgBgBgBgB//
calendar 1.00:IE////AA//////////////// 1.00:IE////gBgBgBgBgBgBgBgB// 1.00:IE////gBgBgNgBgBgBgBgB//
clock 1.00:DwP8eeee+f+f+f/Pf+f+P8Dw 1.00:DwMMYGRihhhhhhgxQCYGMMDw 1.00:DwP8f+e++/+/+//Pf+f+P8Dw
clock 1.00:DwIEQCBAhBhBhBgxAAQCIEDw
dollar 0.56:BgDwf+8M8Af4H+APMPf+DwBg 0.59:BgH4dmZiZgPwB+BjxjZmP8Bg
euro 0.72:A/D+HAOA/8eA/4/8OAHgD/A/ 0.67:A/DwGAMA/8cA/4cAMAGADwA/
credit_card 1.28://////AAAAAA//////kf//// 1.28://gBgB//////gBgBtxgBgB// 1.33:f+////AAAA////z/z/z///f+
credit_card 1.33:f+gBgB////gBgBsBsBsBgBf+
cart 1.12:4Af+P/P/H/H+H+H8H8H+GGGG 1.00:wAYAP/P/P/P+P+H+H+GOJKGG 1.00:wAYAIBIBIBIAICACH+GOJKGG
bag 0.87:DwH4EIMM//73//////////f+ 0.88:DwEIEI////////////////f/ 0.88:DwEIEI//gBgBgBgBgBgBgBf/
basket 1.28:CQCYGYMM////b2bWbWbWf+P+ 1.07:AAEIAEIE//////f+V6V6f+f+
tag 1.00:/g/wz438/+////f+P8H4DwBg 1.00:/A/gzwz4/8/+f/P/H+D8B4Aw 1.00:/AggsQsIgEgCQBIBECCEBIAw
tags 1.25:+Q/Yno30/6/7//f6P2PsHIDQ 1.07:Pgvwp4p4v8v+X/L/F+G8DYBA
star 1.04:BgBgDwDw////f+P8P8P8P8MM 1.04:BgBgDwCQ8PwDYGMMMMJkP8MM 1.07:AABgBgDw//f+P8H4H4P8OcMM
star 1.07:AABgAACQ8PQCIEEAAAJkOcMM
heart 1.14:Ocf+////////f+P8H4DwDwBg 1.14:Ocb2xhgBgBwDQCIEMMGYDwBg 1.07:Ocf+////////f+f+P8H4DwBg
heart 1.07:OcRigBgBgBgBQCQCIEEICQBg
bookmark 0.75:////////////////////4HgB 0.75://wDwBwBwBwBwBwBxh374HgB 0.75:f+//////////////////8PwD
bookmark 0.75:f+gBgBgBgBgBgBgBgBhhsNwD
flag 0.98:wA4A//f/f/f/f/f/f/QIQAQA 0.81:/D//////////5+gAgAgAgAgA
folder 1.33:+A/A//////////////////// 1.33:+A/Ah/gfgBgBgBgBgBgB//// 1.20:fAhg////////////////f+f+
folder 1.20:fAhg//gBgBgBgBgBgBgBAAf+
open_folder 1.50:+A+A/8/8/8wAv/v//+f+f+f8 1.21:eABAA+QC//gBgBgBgBgBAAf+
file 0.75:/o/s/v/g//////////////// 0.75:/4w8wTwfwDwBwBwBwBwBwD// 0.75:fw/8/2////////////////f+
file 0.75:fwgYgOgBgBgBgBgBgBgBgBf+
document 0.75:/o/s/v/g//4H//8H4H////// 0.75:/4w8wTwfwDwB35wB35wBwD// 0.75:fw/8/2//////wD////wf//f+
document 0.75:fwgYgOgBgBn5gBjxnBgBgBf+
clipboard 0.75:BgCQ//4H//////////////// 0.75:BgCQ//35wBwBwBwBwBwBwD// 0.88:DwUK738P//////////////f/
clipboard 0.88:DwUKjxgBgBgBgBgBgBgBgBf/
checklist 0.75:BgCQ///////////D//yD//// 1.33://gBgBl9oBgBgBl9oBgBgB//
copy 0.87:D8H/34////////////7/8A/4 0.81:P+IBgFgFgFgFgFgFgFgFgGf8
table 1.14://////xjxhxh////xhxh//// 1.00://////iBiB//iBiB//iBiB//
grid 1.14://////////+fee////////// 1.14:73/3/3AA5n/3/35nAA/3/373 1.00:+f+f+f+f+fAAAA+f+f+f+f+f
grid 1.00:+fiRiRiR+fAAAA+fiRiRiR+f
list 1.23:z+z/wAAAAAz/z/AAAAwAz/z/ 1.23:z+z/QAAAAAz/z/AAAAQAz/z/ 1.14:QAT/T/AAQAT/z/wAAAz/T/wA
list 1.40:wAz/AAAAAAz/z/AAAAAAz/wA
menu 1.14:////AAAAAA////AAAAAA//// 1.22://AAAAAAAA////AAAAAAAA//
more 0.29:P8//f+AAH4////H4AAf+//P8 3.44:RiZm5n7373737373735nZmRi 0.23:f+//P8AAAA/+//AAAAH4//f+
more 4.33:Rixj5j5n5n5n5n5n5n5jxjRi
chart 1.33:wAyAzA3I38/8/8/+/+wA//// 1.33:gAwOwOyO3O/61wwgwAwA//// 1.00:gAgAgAgChEiokQkAoAgAgA//
bar_chart 1.33:gCxixixqxq1q3q1qwAwA//// 1.00:AHAHAHAHBnD3D3D373737373 1.00:AHABABABBhCRCRCR6RiRiR73
pie_chart 1.06:AwG8O8e++++++A/f/vf2PwHw 1.00:DwP8f+f+///f+/9/b+X+P8Dw
gauge 1.28:DwH8OcfuTq/v/f/fmZ+f//f+ 1.33:DwEIIEQCEIgRgxololgBj5cO 1.00:DwIEQCEIgRghgBgBf+f+P8Dw
rocket 1.00:AfA/Bzfzf//+/8P4H4D4B4Bg 0.75:BgDwH4GYOcOcP8f+////xjhh 1.00:APAfB3Pjfm/8H8P4P4O4AwAg
smile 1.00:DwP8f+f+5n////wDYGcOP8Dw 1.00:DwP8f+f+5n//////duf+P8Dw 1.00:DwP8f+f+5n////wDYGcOP8Dw
smile 1.00:DwP8f+f+5n//////duf+P8Dw 1.00:DwMMYGQCmZgBgBkJX6YGMMDw 1.00:DwP8f+f+9v9v//73duf+P8Dw
smile 1.00:DwP8f+f+9/9n//73duf+P8Dw 1.00:DwIEQCAAiRiRgBkJCQQCIEDw
sad 1.00:DwP8f+f+5n//////duf+P8Dw 1.00:DwP8f+f+9v9v//+fb2f+P8Dw
download 1.00:BgBwBwBwDwP8H4Dw9v+f//// 1.15:AAAAAAAAAAAAAIDwhhgBgBf+
upload 1.00:BgDwH4P8H4BwBwBw9v8P//// 1.15:BgBgCQAAAAAAAAAAgBgBgBf+
cloud 1.43:HAHgP8P8P8f+/+//////f/f+ 1.45:DwH4H4P8P8f+////////f/P+ 1.45:DwGYEIIEIEQGgDgBgBgBQDP+
share 0.87:AOAfAfA/fk+A+AfgB/AfAfAO 1.14:AQAYAcH+f////+4cwQwAQAIA 1.00:AGAPAPA2bA8A8AbAA2APAPAG
link 1.00:AcA+BjDDGzO2bezYwwxwfgOA 1.01:AcAyBBCBCzCSSQxQgQggTAOA
external_link 1.00:APAH+Pwdw4xwzg3A2GwGwG/8 1.00:APADfFgJgQgghEgEgEgEgE/8
edit 1.12:AGfn/rgcg8h4jwj4noiI/4/4 1.00:///////n/X+P8f4/5/////// 1.01:figDgMgcg4hwjhnBmBgBgB/+
pencil 1.00:AEAOAPA3BYC4F4LwfgvAmA4A 1.00:AEAOAPA3B4D4H4Pwfg/A+A4A 1.00:AEAOAXA6B8D4HwHgbAcA8AwA
pencil 1.00:AEAKAZAmBECIEQIgVASAsAwA
trash 0.87:Dw//AAf+f+f+f+f+f+f+f+P8 0.87:Dw//AAf+f+b2b2b2b2b2f+f+ 0.87:Dw////f+b2b2b2b2b2b2f+P8
trash 0.87:Dw////QCQCUKUKUKUKUKQCP8
plus 1.00:BgBgBgBgBg////BwBgBgBgBg 1.00:AABgBgBgBgf+f+BgBgBgBgAA
close 1.00:YG8P+ff+P8H4H4P8f++f8PYG 1.00:gBQCIEEICQBgBgCQEIIEQCgB
check 1.35:ACAHAPAOQc4894dwPgPgHACA 1.29:ABADAGAGAMwYwYYwNgPgHACA
add 1.00:DwP8f+ee+f4H4H+feef+P8Dw 1.00:////+f+f+fwDwD+f+f+f//// 1.00:DwP8f+f+//+f+f//f+f+P8Dw
add 1.00://////////+f+f//////////
remove 1.00:DwP8f+f+//4H4H//f+f+P8Dw 1.00:DwP8f+f+////////f+f+P8Dw
cancel 1.00:DwP8f+du4H8P8P4Hduf+P8Dw 1.00:DwP8f+f+9v+f+f9vf+f+P8Dw 1.00:DwIEQCAAiRhhhhiRAAQCIEDw
done 1.00:DwP8f+f+/z/nzP4fc+f+P8Dw 1.00:DwMMYGQCgJgZkxnhTCYGMMDw 1.00:///////7/z3nzP4f8///////
done 1.00:DwP8f+f+/3/v5f8ff+f+P8Dw 1.00:DwIEQCAAgJkRmhjhAAQCIEDw
info 1.00:DwP8f+ee+f+f+f+feef+P8Dw 0.37:H4P8P8AAAA/8f8H8H8P8//// 1.00:DwP8f+ee//+f+/+/e+f+P8Dw
info 1.00:DwIEQCBggBhhhBhBBAQCIEDw
help 1.00:DwP8cOYG/n/H+P//eeeeP8Dw 0.69:H4f++/YPAfB+D4DwAADwHwDg 1.00:DwP8f+cO9v/f+///eef+P8Dw
help 1.00:DwIEQCDwiRghhBgBBgQCIEDw
warning 1.12:BgBgDwDwGYGYOcOcf+ee//// 1.14:BgBgDwDwGYGYP8P8f+ee//// 1.14:BgBgCQCQFoFoIEIEQCRggB//
alert 1.00:DwP8f+ee+f+f+f+feef+P8Dw 0.31:f+f+f+f+f+P+P8H4H4////P8 1.00:DwP8f+ee+f/f////eef+P8Dw
chevron_left 0.61:AGAfB+D4Pg/A/APgD4B8AfAG 0.64:AOA/B+H8Pw/g/gPwH8B+A/AO 0.54:ADAOA4DgGAYAYAOADgA4AMAD
chevron_right 0.61:YA+APgHwB8A/A/B8HwPg+AYA 0.64:cA/AfgP4D8B/B/D8P4fg/AcA 0.54:wAMAHABwAcAGAGAcBwHAMAwA
chevron_up 1.66:BgBgDwDwH4P8OccOcO4H4DQC 1.54:BgBgDwH4H4P8f+ee8P8P4HQC 1.86:AABgBwCQGYEIMMIEYGQCwBgB
chevron_down 1.66:QCwD4HcOcOOcPcH4DwDwBgBg 1.54:QC4H8P8Peef+P8H4H4DwBgBg 1.86:gBgBQCYGIEMMEIGYCQDwBgAA
caret_down 1.76://////f+f+P8H4H4DwDwBgBg 1.55://////f+f+P8P8H4DwDwBgBg
caret_up 1.76:BgBgDwDwH4H4P8f+f+////// 1.55:BgBgDwDwH4P8P8f+f+//////
caret_right 0.57:4A+A/A/w/8/////8/w/A+A4A 0.65:4A+A/g/w/8/////8/w/g+A4A
caret_left 0.57:AHAfA/D/P/////P/D/A/AfAH 0.65:AHAfB/D/P/////P/D/B/AfAH
arrow_left 1.02:BgDgHAOAcA////cAOAHADgBg 1.56:EAEAIAYAQA////QAYAIAEAEA
arrow_right 1.02:BgBwA4AcAO////AOAcA4BwBg 1.56:AIAIAEAGAC////ACAGAEAIAI
arrow_up 0.97:BgDwH4P8du5nxjBgBgBgBgBg 0.64:BgH4NsxjBgBgBgBgBgBgBgBg
arrow_down 0.97:BgBgBgBgBgxj5nduP8H4DwBg 0.64:BgBgBgBgBgBgBgBgxjNsH4Bg
refresh 1.00:DwP/cPYPwPAAAA8D8G8O/8Dw 1.00:DzP/cPYHwfwAwAwAQAYIP8Dw 0.88:AgAwGwYgQAgBgBgBgBQCIEH4
refresh 1.28:DwEIIEAEQCYH4GQCIAIEEIDw
undo 1.00:zw/88O4G+DADADADACEGP8Dw 0.88:BADADYBGACgBgBgBgBQCIEH4
sort 0.72:BgD4P8f+//AAAA//f+P8D4Bg
filter 1.00://f+P8H4DwDwBwBwBwBwBwAg 0.93://////f+P8H4DwDwDwDwDwDA 0.93://gBgBQCIEEICQCQCQCQCQDA
lock 0.87:DwH4OcMMMMf+//////////// 0.75:DwEIIEIEIE////////////f+ 0.75:DwEIIEIEIEwDgBgBgBgBgBf+
unlock 0.87:DwH4OcMMMAMA//////////// 1.00:AeAhAhAhAh/4/4/4/4/4/4fw
key 1.00:A8B+DzDzD/D/H+P8fg+A+A8A 2.21:MAcAeA/+/+n/n//2/AeAeAMA
eye 1.50:DwH4MMcu43737373duMMH4Dw 1.45:DwH4Ocduf+7373f+duOcH4Dw 1.45:DwGYJkSSQCkJkJQCSSJkEIDw
hidden 1.25:gAwAf4OMHub2Y2ceMMHmBjAB 1.27:QALwF8GMau5X6ndWMSPoD0AC
shield 0.94:DwP8/P/D/D/DfCfGPEPMH4Bg 0.88:H4////////////f+f+P8H4Bg 0.88:H44HgBgBgBgBgBQCYGIEGYBg
camera 1.14:DwH4////8P7373739v8P//// 1.33:DwH4f++f9v/373/39v+f//f+ 1.33:DwEIcOhhiRgJkJgJiRhhgBf+
image 1.33:////z/j/z3/j7DwBwBwB//// 1.33:////gBsBsRg5l9v9v9gB//// 1.14:f+////z/z////j/BxBgBgBf/
image 1.14:f+gBgBsBsBgBgdg/u/////f/
video 1.50:/w/x/z/3/3/3/3/3/3/z/x/w 1.60:fw////////////////////fx
play 0.87:4A+A/A/w/8/////8/w/g+A4A 0.89:4A+A/A/w/8/////8/w/A+A4A
play_circle 1.00:DwP8f+d+8f8H8H8fd+f+P8Dw 1.00:DwP8f+f++/+f+f+/f+f+P8Dw
pause 1.00:+f+f+f+f+f+f+f+f+f+f+f+f 0.89:cO8P+P+P+P+P+P+P+P+P8PcO
microphone 0.69:DwH4H4H4H43737TzcOH4BgH4 0.63:DwH4P8P8P8v9n5X7IGDwBgP+
volume 1.20:AEAGCKGJ+l+V+V+1OJCKCGAE 1.09:AEACDKfV/V/V/V/VfVDKACAE
music 1.00:AHA/H/H/HBGBGBGDGPeP+EcA 1.01:A/H/GBEBEBEBEBEPEP8P8AcA
phone 1.00:AOAPAPAPAGAGAOAc84/w/gcA 1.00:cA8A8A+AYAYAcAOAHPD/B/AO 1.00:YA8A+A+AeAeAPAP8H+D/A/AO
mobile 0.62://wDwDwDwDwDwDwDwD//+f// 0.62:////////////////////+f// 0.63:f+////////////////+f//f+
laptop 1.25:f+f+QCQCQCQCQCYGf+AA+f// 1.33:f+f+f+f+f+f+f+f+f+f+f+//
desktop 1.12:////gBgBgBgBgBgB////BgH4 1.28:f+////////////////f+DwH4
keyboard 1.50:////gBgB//wDwD//gBgB//// 1.78:f+////0l///3/3//4F////f+
printer 1.00:P8P8IOIGYG///9//4HIGIGP8 1.23:H4P8P8AA////8Pzz3737H4H4
wifi 1.43:DwP8cO4DhhH4P8EIAABgBgBg 1.47:D4MMwDgBH4IEAADwCQAABgAA
globe 1.00:BgN8b2b2b27373b2b2b2P8Bg 1.00:DwOcUKf+kBttttgBf+UKOcDw
pin 0.75:H4P8f+8P8P8Pf+f+P8H4DwBg 0.75:H4P8f+//////f+f+P8H4DwBg 0.75:H4P8ee4H4H4Heef+P8H4DwBg
pin 0.75:H4IERimZkJmZRiQCIEEICQBg
map 1.28:KBbn737373737373737373gU 1.00:Pn9/9/9/9/9/9/9/9/9///5+
compass 1.00:DwP8f+fm+H8P8P4fZ+f+P8Dw 0.94:BgH4P8f+/v+P+f8/7/f+P8H4
send 1.00:ADAHAfB3DuPe+ec+B+D+DMCA 1.00:ADANB6H2/sfcO8D4B4BwAwAQ 1.00:ADAPBmGKwQwkJEGICIBAAwAw
comment 1.14:DwP8f+//////////f+f8f4wA 1.00://////////////////f+DACA 1.07:DwP8f+//////////f+f8f4YA
comment 1.07:DwIEQCgBgBgBgBgBQCQEX4YA
comments 1.28:PAfw/w/4/8/2f3/vifD/D+A/ 1.07:DwP8f+////yT////f+f8f4YA
quote 1.14:MGeO8ewYwYwY+f+f+f+f+f+f 1.11:MCcOYMwMwYwY8f+f+f+f+f+P
bolt 0.62:fwfwfgfg///+/8B4BwDgDACA 0.63:H4PwPwPgfgf+/8D4DwHAGAEA
sun 1.00:AABgP8MML0b2b3L0MMP8BgAg 1.00:AAAAIEDwH4H4H4H4DwIEAAAA 1.00:AAAAIEDwEIEIEIEIDwIEAAAA
moon 0.89:DwPgfAfA+A/A/A/Afwf/P+D4 0.94:GAOAcA8A8A+A+A/Afwf/P+D4 0.94:GAOAUAkAkAiAiAhAQwQPMCD4
fire 0.75:BgDgDwD4J+Y+4f4f//f+P8H4 0.75:DADgDwHwP+fe+f8P4H4HcOH4
leaf 1.12:AAADB/H/H/PPJ/H+P+f8z4gA
tree 0.75:BgDwH4P8H4P8f+P8f+//BgDw 0.75:BgDwDwH4H4P8f+f+f+//BgBg
gift 1.14:OcL0Jmf+//////AAeeeeeeee 1.00:GYJk////f+eeeeeeeeeeeeee
trophy 1.12:H4f+//n537f+H4DwBgBgH4H4 1.00:P8P8//v9v9f+H4DwBgBgH4P8
medal 1.00:8PcOeeMMDwH4OcMMOcO8H4Dw 0.71:BgP8f+//////f+P8BgOcP8Oc
briefcase 1.14:H4H4GY//////AA+P+f////// 1.23:DwCQ//////H44H//////////
building 0.87:f+f+Zmf+Zmf+Zmduf+eeee// 0.75://gBttgBttgBttgBgBjxjx//
truck 1.25:/w/w/4/0/y/y/+/+//zzSSMM 1.33:/4gIgIgOgKgJgJgJ4N3zUAYM
car 1.33:H4P8MMYG//f+3737//f+YGYG 1.33:H4IEAAQC////0L0L//f+YGYG
plane 1.12:DADADgzg/8f/f//8zgDgDADA 1.00:BgBgBwBwBwDwP8////BgBgDw
book 0.87:f/////8H//////////wD4Df/ 1.22:P8////////////////////xj
graduation 1.66:BgH4f+//f+X4RgWYX4f8X4zw 1.14:BgH4f+//P+DwEIP8H4BjADAD
code 1.25:AwAwAwMscu5n5nduNMDADADA 1.07:AQAQAAIkQighhBRCJEAACACA
terminal 1.45:gAwAYAYAMAGAGAMAYAYAx/h/ 1.14:f+////7/7/7/2f////////f/
bug 1.00:BwDwTyYGP8P8+feeOcOceeQC 0.90:BgH4P8v9wDP8//f+v9P8H4Dw
database 0.87:P8////f+hh////f+wB////P8 0.80:P8////f+n58PP8wDf+jx//P8
server 1.14:///1//AA/////3//AA///1// 1.33:f+//7///f+AAAAf+//7///f+
puzzle 1.12:GAHAGACA/4/4/4//5/5y5w5w 1.33:H4PcOcP8////////P8OcPcH4
palette 1.00:DwP8eeTy////3//+fgfgPgDg 1.00:DwP8eeeezz37///3ZgdgPgDg
brush 1.00:ADAHAfA+B8B8B4FwOA/A/AeA 1.00:ABAHAOAcA8B4DwDwPgfAeA8A
magic 1.00:AMZeYzBzD2H8P4fy/m/CeAMA 1.00:AQCSBEAQGbAQDEHSOQcA4AwA
crop 1.00:MDcH9+9+M+N+PuPOPvP/PuAM 1.00:IAIA5+ICICICICICIAIAP/AC
expand 1.00:8P8PwDwDAAAAAAAAwDwD8P8P 1.00:8HwDoFEIAAAAAAAAkIoFwD4H
sliders 1.14:Bg////AAAA////AMAA////MA 1.07:AcASASAcOASASAOAAcASASAc
power 0.98:BgJkduZmxjxjxjwDYGcOP8Dw 0.87:BgBgBgZmRihhgBgBgBQCIEH4
sign_out 1.31:eQ+Ywcwc3+3/3/3+wcwc+YeQ 1.33:/wgQgAgEgCj/j/gCgEgAgQ/w
sign_in 1.31:CODPDDDh/x/5/5/xHhDDDPCO 1.25:D/EBEBEhARf5f5AREhEBEBD/
thumbs_up 1.00:AYA4A4B4B+7/7/7/7+7+r+4+ 0.80:BwBwBwDwH+f//////////+D+
thumbs_down 1.00:A+7+7+7+7/7/7/R/B4A4A4AY 0.80:D+f+////////f/H+DwBwBwBw
google 0.98:DwP8eYYA4Aw/w/4HYHeOP8D4 0.98:D4P8eYcA4A4/4/4HcHeeP8D4
facebook 0.54:A/D/DwDwHw///+DwDwDwDwDw 1.01:DwP8fueG+f+f8H8PeeeeOcGY 1.00:DwP8fueG+f+f8H8PeeeeOcGY
twitter 1.22:Acg+4+e+f+f+f8P8P4H4PwfA 1.22:AcQ+4+e+f+f+f8P8P4H4PwfA
x 1.10:8GeMLINYEwCwDQDoGsMUYeYP
github 1.02:DwP8f+YG4HwDwD4H8PYOMMGI 1.02:DwP8f+YG4HwDwD4H8PWeIMGI
linkedin 1.00:wA4AQAAA7+7/7n7n7j7j7j7j 1.00:////z/3//3yDyTybybyb//// 1.00:////z/z///yDyTyzyzyz////
instagram 1.00:P8QCgFjxmZkJkJmZjxgBQCP8 1.00:P8QCgFjxmZkJkJmZjxgBQCP8
youtube 1.42:f+//////+/+f+f+///////f+ 1.42:f+//////+/+f+f+///////f+
apple 0.84:AIA4AwP+f+/8/8/8/+f/P+H8 0.81:AYA4AgP+f+/8/8/8//f/P+H8
slack 1.00:CYH4C4e6//eSSe//3fHQH4GY 1.00:GYH4C4+7//eSSe//3fHQH4GY
figma 0.70:f+hhhhRif+hhhhZ2RghghAeA
whatsapp 1.00:DwMMYGQCmBmBiBh5QyQG8Mzw 1.00:DwMMYCQCmBmBiBh5Q6QG8Mzw
pinterest 0.77:H4MOYHzD3DzDXGH+G4GAMAAA 1.00:DwP8eOZmzz0z0z43cGd+N8Bw
`;
