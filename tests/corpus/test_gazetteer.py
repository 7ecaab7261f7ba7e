"""Which places questions name. The tables hold whole answers: a place too many is as wrong as one too few."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.gazetteer import Gazetteer, Mention, Places, Size, load_towns
from corpus.words import fold

FACTS = Path(__file__).parents[2] / "corpus" / "data" / "kodoku" / "municipalities.csv"
with FACTS.open(encoding="utf-8", newline="") as file:
    GAZETTEER = Gazetteer([row["code"] for row in csv.DictReader(file)])

# Words that only look like places.
NOTHING = """
教えてくれし =>
呉れると助かる =>
中国の政策 =>
調べた町はどこ =>
まちづくりの担当 =>
市の職員の研修 =>
千葉さんに聞いた =>
山口さん =>
福山雅治 =>
石川先生 =>
津波と境目と旭光 =>
トヨタの方式 =>
豊田自動車 =>
大分前の話 =>
三次元の地図 =>
呉さん =>
市町村の役割、市区町村 =>
町内会と区役所 =>
特別区域 =>
他の町の例 =>
庁内の会議、市内の団体 =>
福祉課の中野です =>
その中の一つ、なかの =>
担当の中野さん =>
熊本地震のあと熊本城で熊本大学が =>
Toyota Motor =>
ベルギーの例 =>
市原市場の話 =>
光の当たる場所、境界、関心 =>
緑を増やす =>
三重の苦しみ =>
池田はどう =>
調べてくれ市の例を =>
ふちゅうしの例 =>
つくし =>
そうさして =>
I cure people =>
九州大学の先生 =>
県中部の =>
山陽新幹線 =>
京都大学 =>
熊本大学教授 =>
福岡空港 =>
東京オリンピック =>
5万円の予算 =>
小規模多機能 =>
大規模な調査 =>
令和23区分 =>
東村さん =>
うちわを配った町 =>
本町の商店街 =>
県外の例 =>
全国の例 =>
日本の自治体 =>
福山通運 =>
呉越同舟 =>
呉服屋 =>
豊田市駅 =>
人口の多い順に =>
人口減少が進む町 =>
高齢化率30%以上の町 =>
300人規模のイベント =>
10万人当たりの自殺率 =>
中国の例 =>
篠山市 =>
川崎さんの話 =>
福島さんの町 =>
熊本弁 =>
広島風 =>
広島東洋カープ =>
長野五輪 =>
神戸牛 =>
南区 =>
緑区 =>
庄原 =>
光の例 =>
To be honest =>
Ken said =>
kureshi =>
𠮷野家のある町 =>
当課では =>
本件について =>
本当に =>
当然 =>
適当な町 =>
担当の町田です =>
大和 =>
昭和の町並み =>
平成の大合併 =>
旧町村 =>
町村合併 =>
町村会 =>
町村さん =>
市町村合併 =>
村おこし =>
小さな拠点 =>
小さな声 =>
大きな成果 =>
少ない人数 =>
人口 =>
人口ビジョン =>
5万 =>
50人 =>
10人以上の会議 =>
1人 =>
3万歩 =>
2万部配布 =>
人口0人 =>
人口-5万 =>
人口99999999999999人 =>
人口1億人 =>
5000人に配った =>
職員5000人の市 =>
数千人の村 =>
近所の人 =>
隣近所の付き合い =>
隣の席 =>
ご近隣の方 =>
近隣住民 =>
同じ悩み =>
同じ市 =>
長崎ちゃんぽん =>
近隣住民の見守り =>
うちは島です =>
他県の例 =>
豊田章男 =>
トヨタは何をした =>
宇和島さん =>
"""
# Full names anywhere, bare names where they can only be a town.
TOWNS = """
広島県福山市の例 => 広島県福山市=広島県福山市
愛知県の豊田市 => 愛知県の豊田市=愛知県豊田市
府中市の取組 => 府中市=東京都府中市|広島県府中市
広島県の府中市 => 広島県の府中市=広島県府中市
府中市（広島県）は => 府中市(広島県)=広島県府中市
北九州市の例 => 北九州市=福岡県北九州市
北九州は => 北九州=福岡県北九州市
呉はどうした => 呉=広島県呉市
福岡市はどう => 福岡市=福岡県福岡市
福岡・熊本両市 => 福岡=福岡県福岡市 熊本=熊本県熊本市
北広島市と東久留米市 => 北広島市=北海道北広島市 東久留米市=東京都東久留米市
横浜市港北区の例 => 横浜市港北区=神奈川県横浜市
大阪市北区と港区 => 大阪市北区=大阪府大阪市 港区=東京都港区
福岡市中央区 => 福岡市中央区=福岡県福岡市
京都市だけでなく福岡市も => 京都市=京都府京都市 福岡市=福岡県福岡市
呉市の担当者は誰ですか => 呉市=広島県呉市
鳥取市の担当に電話したい => 鳥取市=鳥取県鳥取市
鳥取市の人口は => 鳥取市=鳥取県鳥取市
岡崎市で福祉を担当しているのは誰ですか => 岡崎市=愛知県岡崎市
大和市の例 => 大和市=神奈川県大和市
府中の例 => 府中=東京都府中市|広島県府中市|広島県府中町
呉市さんはどうされましたか => 呉市=広島県呉市
呉市民の声 => 呉市=広島県呉市
呉市立図書館 => 呉市=広島県呉市
福山市役所の体制 => 福山市=広島県福山市
播磨町内の団体 => 播磨町=兵庫県播磨町
津市の例 => 津市=三重県津市
堺の例 => 堺=大阪府堺市
仙台と横浜 => 仙台=宮城県仙台市 横浜=神奈川県横浜市
日野の例 => 日野=東京都日野市|滋賀県日野町|鳥取県日野町
四日市の例 => 四日市=三重県四日市市
四日市市の例 => 四日市市=三重県四日市市
廿日市市 => 廿日市市=広島県廿日市市
野々市市 => 野々市市=石川県野々市市
南アルプス市 => 南アルプス市=山梨県南アルプス市
龍ヶ崎市と竜ケ崎市 => 龍ヶ崎市=茨城県龍ケ崎市 竜ケ崎市=茨城県龍ケ崎市
茅が崎市 => 茅が崎市=神奈川県茅ヶ崎市
東海地方と東海市 => 東海地方=region:東海 東海市=愛知県東海市
東海村 => 東海村=茨城県東海村
瀬戸内市 => 瀬戸内市=岡山県瀬戸内市
四国中央市 => 四国中央市=愛媛県四国中央市
福山市ですが、何をしましたか => 福山市=広島県福山市
熊本市の事例を見せて => 熊本市=熊本県熊本市
豊田と岡崎の違い => 豊田=愛知県豊田市 岡崎=愛知県岡崎市
福岡、熊本、京都の各市 => 福岡=福岡県福岡市 熊本=熊本県熊本市 京都=京都府京都市
熊本県熊本市中央区 => 熊本県熊本市中央区=熊本県熊本市
相模原市緑区と横浜市 => 相模原市緑区=神奈川県相模原市 横浜市=神奈川県横浜市
広島市と北九州市の区役所 => 広島市=広島県広島市 北九州市=福岡県北九州市
加古郡播磨町 => 播磨町=兵庫県播磨町
兵庫県加古郡播磨町 => 兵庫県加古郡播磨町=兵庫県播磨町
兵庫県の播磨 => 兵庫県の播磨=兵庫県播磨町
広島の福山 => 広島の福山=広島県福山市
愛媛県の春日井市 => 愛媛県=愛媛県 春日井市=愛知県春日井市
東京都中野区と長野県中野市 => 東京都中野区=東京都中野区 長野県中野市=長野県中野市
昭和町の例 => 昭和町=山梨県昭和町
伊達市 => 伊達市=北海道伊達市|福島県伊達市
北区の例 => 北区=東京都北区
泊村 => 泊村=北海道泊村
このうち福岡市は => 福岡市=福岡県福岡市
宇和島は？ => 宇和島=愛媛県宇和島市
岡崎を参考にしたい => 岡崎=愛知県岡崎市
市原はどう？ => 市原=千葉県市原市
座間と中野 => 座間=神奈川県座間市 中野=東京都中野区|長野県中野市
播磨の例 => 播磨=兵庫県播磨町
春日井方式 => 春日井=愛知県春日井市
福山モデル => 福山=広島県福山市
中野区とは違うやり方 => 中野区=東京都中野区
宇和島市が取り組んで良かったことは? => 宇和島市=愛媛県宇和島市
呉市 プラットフォーム => 呉市=広島県呉市
京都市,福岡市,熊本市の比較 => 京都市=京都府京都市 福岡市=福岡県福岡市 熊本市=熊本県熊本市
福岡市と熊本市のプラットフォームの立ち上げ方を並べて => 福岡市=福岡県福岡市 熊本市=熊本県熊本市
岡崎市・豊田市・春日井市 => 岡崎市=愛知県岡崎市 豊田市=愛知県豊田市 春日井市=愛知県春日井市
大阪市内の団体 => 大阪市=大阪府大阪市
長崎市と長崎県 => 長崎市=長崎県長崎市 長崎県=長崎県
奈良県と奈良市 => 奈良県=奈良県 奈良市=奈良県奈良市
岩手県盛岡市 => 岩手県盛岡市=岩手県盛岡市
静岡市葵区 => 静岡市葵区=静岡県静岡市
名古屋 => 名古屋=愛知県名古屋市
神戸と姫路 => 神戸=兵庫県神戸市 姫路=兵庫県姫路市
札幌での事例 => 札幌=北海道札幌市
那覇市 => 那覇市=沖縄県那覇市
鹿児島県の与論町 => 鹿児島県の与論町=鹿児島県与論町
与論 => 与論=鹿児島県与論町
奄美の例 => 奄美=鹿児島県奄美市
壱岐市と対馬市 => 壱岐市=長崎県壱岐市 対馬市=長崎県対馬市
佐渡の例 => 佐渡=新潟県佐渡市
隠岐の島町 => 隠岐の島町=島根県隠岐の島町
三宅村 => 三宅村=東京都三宅村
八丈町 => 八丈町=東京都八丈町
小笠原村 => 小笠原村=東京都小笠原村
青ヶ島村 => 青ヶ島村=東京都青ヶ島村
関ヶ原町 => 関ヶ原町=岐阜県関ケ原町
丹波篠山市 => 丹波篠山市=兵庫県丹波篠山市
浜松市 => 浜松市=静岡県浜松市
静岡県の森町 => 静岡県の森町=静岡県森町
森町の例 => 森町=北海道森町|静岡県森町
朝日町の例 => 朝日町=山形県朝日町|富山県朝日町|三重県朝日町
大島町と新島村 => 大島町=東京都大島町 新島村=東京都新島村
川崎で => 川崎=神奈川県川崎市
京都府京都市 => 京都府京都市=京都府京都市
江戸川区 => 江戸川区=東京都江戸川区
足立区と葛飾区 => 足立区=東京都足立区 葛飾区=東京都葛飾区
港区 => 港区=東京都港区
中央区 => 中央区=東京都中央区
西東京市 => 西東京市=東京都西東京市
東京都西東京市 => 東京都西東京市=東京都西東京市
大東市 => 大東市=大阪府大東市
東大阪市 => 東大阪市=大阪府東大阪市
大阪狭山市 => 大阪狭山市=大阪府大阪狭山市
大津市と津市 => 大津市=滋賀県大津市 津市=三重県津市
草津市 => 草津市=滋賀県草津市
会津若松市 => 会津若松市=福島県会津若松市
三次市と三次の計画 => 三次市=広島県三次市
光市 => 光市=山口県光市
<script>alert('呉市')</script> => 呉市=広島県呉市
'; DROP TABLE 呉市; -- => 呉市=広島県呉市
呉市呉市呉市 => 呉市=広島県呉市 呉市=広島県呉市 呉市=広島県呉市
播磨町町長 => 播磨町=兵庫県播磨町
福山市福山町 => 福山市=広島県福山市
呉市でなくても => 呉市=広島県呉市
呉市ではないですか => 呉市=広島県呉市
京都市の他の取組 => 京都市=京都府京都市
うちは呉市を参考にしたい => 呉市=広島県呉市
町田市 => 町田市=東京都町田市
町田の例 => 町田=東京都町田市
小林市と小林さん => 小林市=宮崎県小林市
熊本県人吉市 => 熊本県人吉市=熊本県人吉市
東京の中野 => 東京の中野=東京都中野区
長野の中野市 => 長野の中野市=長野県中野市
中野はどう => 中野=東京都中野区|長野県中野市
府中市と中野市 => 府中市=東京都府中市|広島県府中市 中野市=長野県中野市
呉の取り組みって何でしたっけ => 呉=広島県呉市
呉・福山・宇和島の三市を比べて => 呉=広島県呉市 福山=広島県福山市 宇和島=愛媛県宇和島市
呉市から来たお客 => 呉市=広島県呉市
"""
# はりまちょう, ｳﾜｼﾞﾏ, Kure City.
KANA_AND_LATIN = """
はりまちょうってどうやったん => はりまちょう=兵庫県播磨町
うわじま市は? => うわじま市=愛媛県宇和島市
くれしは何をした => くれし=広島県呉市
ｳﾜｼﾞﾏの取組 => ウワジマ=愛媛県宇和島市
What did Kure City do first? => Kure_City=広島県呉市
kasugai-shi => kasugai-shi=愛知県春日井市
Uwajima => Uwajima=愛媛県宇和島市
なかの区 => なかの区=東京都中野区
Kyoto Prefecture => Kyoto_Prefecture=京都府
つくばみらい市 => つくばみらい市=茨城県つくばみらい市
かすがい => かすがい=愛知県春日井市
はりま町 => はりま町=兵庫県播磨町
くれ市の例 => くれ市=広島県呉市
なごやしの例 => なごやし=愛知県名古屋市
ざましは何を => ざまし=神奈川県座間市
なかのくの例 => なかのく=東京都中野区
ハリマチョウ => ハリマチョウ=兵庫県播磨町
トヨタ市 => トヨタ市=愛知県豊田市
Ōita City => Ōita_City=大分県大分市
Fuchu City => Fuchu_City=東京都府中市|広島県府中市
Nakano City => Nakano_City=東京都中野区|長野県中野市
Nakano Ward => Nakano_Ward=東京都中野区
City of Fukuyama => City_of_Fukuyama=広島県福山市
fukuyama => fukuyama=広島県福山市
Tokyo => Tokyo=東京都
Hiroshima prefecture => Hiroshima_prefecture=広島県
Chugoku region => Chugoku_region=region:中国
the Kyushu area => Kyushu_area=region:九州
Kure市は => Kure市=広島県呉市
KURE => KURE=広島県呉市
さいたま市 => さいたま市=埼玉県さいたま市
How did Fukuoka City and Kumamoto City differ? => Fukuoka_City=福岡県福岡市 Kumamoto_City=熊本県熊本市
Are there examples in Hyogo? => Hyogo=兵庫県
Toyota and Okazaki => Toyota=愛知県豊田市 Okazaki=愛知県岡崎市
the city of Kyoto => city_of_Kyoto=京都府京都市
Kyōto-shi => Kyōto-shi=京都府京都市
Harima-cho, Harima Town => Harima-cho=兵庫県播磨町 Harima_Town=兵庫県播磨町
Nakano-ku => Nakano-ku=東京都中野区
UWAJIMA CITY => UWAJIMA_CITY=愛媛県宇和島市
kure kara => kure=広島県呉市
Kure to Fukuyama => Kure=広島県呉市 Fukuyama=広島県福山市
Kita-ku => Kita-ku=東京都北区
Osaka Prefecture => Osaka_Prefecture=大阪府
harima => harima=兵庫県播磨町
zama city => zama_city=神奈川県座間市
ＫＵＲＥ　ＣＩＴＹ => KURE_CITY=広島県呉市
さいたま => さいたま=埼玉県さいたま市
つくば市 => つくば市=茨城県つくば市
いわき市の例 => いわき市=福島県いわき市
いわきの例 => いわき=福島県いわき市
かすみがうら => かすみがうら=茨城県かすみがうら市
むつ市 => むつ市=青森県むつ市
さくら市 => さくら市=栃木県さくら市
みどり市 => みどり市=群馬県みどり市
the city of Toyohashi => city_of_Toyohashi=愛知県豊橋市
とよたはどう => とよた=愛知県豊田市
いちはら市 => いちはら市=千葉県市原市
おかざきの例 => おかざき=愛知県岡崎市
くまもとの例 => くまもと=熊本県
フクオカ市 => フクオカ市=福岡県福岡市
きょうとし => きょうとし=京都府京都市
カスガイ => カスガイ=愛知県春日井市
とっとりしって何したの => とっとりし=鳥取県鳥取市
"""
PREFECTURES_AND_REGIONS = """
中国地方の自治体は何から手をつけましたか => 中国地方=region:中国
中国・四国の例 => 中国・四国=region:中国・四国
四国と中国の例 => 四国=region:四国 中国=region:中国
東京都市部の事例 => 東京=東京都
福岡はどう => 福岡=福岡県
兵庫の例 => 兵庫=兵庫県
うちは広島県の例を知りたい => 広島県=広島県
兵庫県です => 兵庫県=兵庫県
都内の自治体 => 都内=東京都
広島県内の自治体 => 広島県=広島県
大阪では => 大阪=大阪府
千葉の取組 => 千葉=千葉県
山口はどう => 山口=山口県
山口の例 => 山口=山口県
石川の例 => 石川=石川県
三重の例 => 三重=三重県
福島の自治体 => 福島=福島県
北東北 => 北東北=region:北東北
首都圏 => 首都圏=region:首都圏
東北と北海道 => 東北=region:東北 北海道=北海道
山陰の町 => 山陰=region:山陰
愛媛県の市 => 愛媛県=愛媛県
福岡や熊本の市 => 福岡=福岡県 熊本=熊本県
愛知の3市 => 愛知=愛知県
愛知県の市の例を全部 => 愛知県=愛知県
西日本と東日本の違い => 西日本=region:西日本 東日本=region:東日本
中国ブロック => 中国ブロック=region:中国
中国エリアの市 => 中国エリア=region:中国
中国・四国ブロック => 中国・四国ブロック=region:中国・四国
中国四国地方 => 中国四国地方=region:中国・四国
四国4県 => 四国=region:四国
東海3県の例 => 東海3県=region:東海3県
九州北部 => 九州=region:九州
大阪の市 => 大阪=大阪府
東京の例 => 東京=東京都
青森や秋田 => 青森=青森県 秋田=秋田県
福岡出身の担当者 => 福岡=福岡県
広島県庁の例 => 広島県=広島県
熊本県の人 => 熊本県=熊本県
東京在住 => 東京=東京都
広島県と岡山県の県境 => 広島県=広島県 岡山県=岡山県
同じ広島県の例 => 広島県=広島県
京都の取組を教えて => 京都=京都府
"""
KINDS = """
政令市の例 => 政令市=kind:政令指定都市
指定都市と中核市 => 指定都市=kind:政令指定都市 中核市=kind:中核市
東京の区では => 東京の区=kind:特別区
東京23区 => 東京23区=kind:特別区
町村の例 => 町村=kind:町・村
町の例はありますか => 町=kind:町
町では => 町=kind:町
村役場の規模 => 村=kind:村
一般市の取組 => 一般市=kind:市
中核市のうち庁内の会議で説明した例 => 中核市=kind:中核市
道内の町村 => 道内=北海道 町村=kind:町・村
西日本の中核市 => 西日本=region:西日本 中核市=kind:中核市
九州・沖縄の町村 => 九州・沖縄=region:九州 町村=kind:町・村
兵庫県の町の例 => 兵庫県=兵庫県 町=kind:町
特別区の取組 => 特別区=kind:特別区
23区の例 => 23区=kind:特別区
中核市規模の例 => 中核市=kind:中核市
政令市クラス => 政令市=kind:政令指定都市
うちと同じ中核市の例 => 中核市=kind:中核市
Which designated cities started with a survey? => designated_cities=kind:政令指定都市
村の例だけ => 村=kind:村
村だけ => 村=kind:村
町だけ見せて => 町=kind:町
町や村の事例 => 町や村=kind:町・村
九州の政令市だけ => 九州=region:九州 政令市=kind:政令指定都市
関東の特別区と中核市 => 関東=region:関東 特別区=kind:特別区 中核市=kind:中核市
"""
SIZES = """
小さい町の例 => 小さい=small 町=kind:町
大阪府の人口10万以上の市 => 大阪府=大阪府 人口10万以上=100000..
人口10万から30万の市の例 => 人口10万から30万=100000..300000
10万人から30万人 => 10万人から30万人=100000..300000
５万人未満の自治体 => 5万人未満=..49999
人口5万人以上10万人未満の中核市 => 人口5万人以上10万人未満=50000..99999 中核市=kind:中核市
一番小さい自治体はどこ => 小さい=small
一番大きな市は => 大きな=large
人口が少ない町の例 => 人口が少ない=small 町=kind:町
5万人規模の市 => 5万人規模=about50000
2020年の国勢調査で5万人 => 5万人=about50000
人口1万人未満の村や町 => 人口1万人未満=..9999
三万人の町 => 三万人=about30000
人口は十万人を超えます => 人口は十万人を超えま=100001..
人口約20万人の中核市 => 人口約20万人=about200000 中核市=kind:中核市
人口20万人から30万人の中核市の事例 => 人口20万人から30万人=200000..300000 中核市=kind:中核市
50万超の市 => 50万超=500001..
50万人超 => 50万人超=500001..
人口50万人くらいの都市 => 人口50万人くらい=about500000
百万人都市 => 百万人=about1000000
北海道の小さい町 => 北海道=北海道 小さい=small
What about small towns with fewer than 50,000 people? => small=small fewer_than_50,000_people=..49999
小さめの市 => 小さめの=small
大きめの町 => 大きめの=large
人口三〇万人 => 人口三〇万人=about300000
人口二十三万人 => 人口二十三万人=about230000
十万人以上二十万人未満 => 十万人以上二十万人未満=100000..199999
10万人〜20万人の市 => 10万人〜20万人=100000..200000
人口5千人の村 => 人口5千人=about5000
五千人の村 => 五千人=about5000
5000人の町 => 5000人=about5000
人口5000〜1万 => 人口5000〜1万=5000..10000
人口4万5千 => 人口4万5千=about45000
人口約4.5万人 => 人口約4.5万人=about45000
人口5万人台 => 人口5万人台=50000..59999
愛知県内で人口30万人以上の市 => 愛知県=愛知県 人口30万人以上=300000..
人口10万人以下で近畿の市 => 人口10万人以下=..100000 近畿=region:近畿
小さい町か村 => 小さい=small
人口20万前後の自治体でお願いします => 人口20万前後=about200000
"""
EXCLUDED = """
京都市以外で実態を調べた自治体は => 京都市=京都府京都市-
京都市と福岡市を除いて => 京都市=京都府京都市- 福岡市=福岡県福岡市-
福山市じゃなくて呉市 => 福山市=広島県福山市- 呉市=広島県呉市
towns other than Kyoto City => Kyoto_City=京都府京都市-
大阪市を除く大阪の自治体 => 大阪市=大阪府大阪市- 大阪=大阪府
関西以外 => 関西=region:関西-
大都市以外 => 大都市=large-
政令市ではなく一般市の例 => 政令市=kind:政令指定都市- 一般市=kind:市
政令市・中核市以外の市 => 政令市=kind:政令指定都市- 中核市=kind:中核市-
東京都と神奈川県を除く関東 => 東京都=東京都- 神奈川県=神奈川県- 関東=region:関東
近畿の中核市以外 => 近畿=region:近畿 中核市=kind:中核市-
東京以外の例 => 東京=東京都-
東京都以外 => 東京都=東京都-
首都圏以外の小さな自治体 => 首都圏=region:首都圏- 小さな=small
京都の京都市以外 => 京都=京都府 京都市=京都府京都市-
Other core cities except Kure => core_cities=kind:中核市 Kure=広島県呉市-
京都市じゃない市の例 => 京都市=京都府京都市-
京都市のほかに調べたところは => 京都市=京都府京都市-
福岡市と熊本市のうち熊本市以外 => 福岡市=福岡県福岡市 熊本市=熊本県熊本市 熊本市=熊本県熊本市-
大都市はいらない => 大都市=large-
政令市は除いて => 政令市=kind:政令指定都市-
北海道を除く東日本 => 北海道=北海道- 東日本=region:東日本
京都府の京都市以外の市 => 京都府=京都府 京都市=京都府京都市-
広島県内の呉市以外の例 => 広島県=広島県 呉市=広島県呉市-
"""
# Who asks is not what is asked for.
ASKER = """
豊橋市の職員です。何から始めれば => 豊橋市=愛知県豊橋市@
うちは広島県です。県内に例はありますか => 広島県=広島県@ ~prefecture
高知県の人口3万人の市の者です。近い規模の例は => 高知県=高知県@ 人口3万人=about30000@ ~size
当市は人口5万です => 市=kind:市@ 人口5万=about50000@
人口5万ちょっとの市なんですが、一番うちに近いのはどこですか => 人口5万ちょっと=about50000@ ~any
岡山で福祉を担当しています => 岡山=岡山県@
うちみたいな小さい町でもできる? => 小さい=small@ 町=kind:町@
わが村でもできますか => 村=kind:村@
うちは村です => 村=kind:村@
うち小さい町なんだけど、はりまちょうってどうやったん? => 小さい=small@ 町=kind:町@ はりまちょう=兵庫県播磨町
呉市に近い規模の例 => 呉市=広島県呉市@ ~size
予算も人手も足りない小さな自治体ですが、方法は => 小さな=small@
I work for Kure City. How did other towns start? => Kure_City=広島県呉市@
うちの町でもできますか => 町=kind:町@
うちの市では難しい => 市=kind:市@
本市は政令指定都市です => 市=kind:市@ 政令指定都市=kind:政令指定都市@
私は福山市役所で働いています。 => 福山市=広島県福山市@
呉市の者ですが、ほかの市の例は => 呉市=広島県呉市@
大阪市ですが、何をすればよいですか => 大阪市=大阪府大阪市@
兵庫県の人口3万の町です。近いところは => 兵庫県=兵庫県@ 人口3万=about30000@ ~any
うちは兵庫県の人口3万の町です => 兵庫県=兵庫県@ 人口3万=about30000@
呉市と同じ県の例 => 呉市=広島県呉市@ ~prefecture
福山市の近くの自治体 => 福山市=広島県福山市@ ~region
中核市ですが参考になるのは? => 中核市=kind:中核市@
うちは人口3万人くらいです => 人口3万人くらい=about30000@
当町では人手が足りません => 町=kind:町@
わが市でもできますか => 市=kind:市@
神奈川県座間市役所の職員です => 神奈川県座間市=神奈川県座間市@
播磨町役場の者ですが => 播磨町=兵庫県播磨町@
福山市で孤独・孤立を担当している者です。京都市の例を教えて => 福山市=広島県福山市@ 京都市=京都府京都市
うちは政令市です => 政令市=kind:政令指定都市@
うちは中核市なので => 中核市=kind:中核市@
うちは特別区ですが => 特別区=kind:特別区@
I'm from Toyohashi City. Which city is similar in size? => Toyohashi_City=愛知県豊橋市@ ~size
うちは京都市ではなく京都府です => 京都市=京都府京都市- 京都府=京都府@
うちも中核市だけど呉市は何したの => 中核市=kind:中核市@ 呉市=広島県呉市
弊市でも => 市=kind:市@
小さな村でもできますか => 小さな=small@
福山から来ました => 福山=広島県福山市@
広島県庁の職員です => 広島県=広島県@
神奈川県座間市から来ました => 神奈川県座間市=神奈川県座間市@
うちは人口2万ちょっとの町で、職員は3人です => 人口2万ちょっと=about20000@
当町は人口1万人を切りました => 町=kind:町@ 人口1万人=about10000@
福山から来ました。何から始めれば => 福山=広島県福山市@
"""
LIKENESS = """
近くの町の例 => ~region
うちに近い規模の町 => ~size
同じくらいの規模の自治体は? => ~size
隣の市はどうした => ~region
隣県の例 => ~region
似た自治体 => ~any
うちと似たところ => ~any
うちみたいなところ => ~any
同じ県の自治体 => ~prefecture
当県内の例 => ~prefecture
うちの近隣の例 => ~region
お隣の県 => ~region
うちと同じ規模 => ~size
うちと同じくらいの人口の自治体 => ~size
うちに似た町 => ~any
Show me towns like ours => ~any
cities in the same prefecture => ~prefecture
10万~20万人 => 10万~20万人=100000..200000
5~10万人規模 => 5~10万人規模=50000..100000
近隣市の例 => ~region
近い条件の自治体 => ~any
近い自治体 => ~any
似たような規模のまち => ~size
うちと人口が近い => ~size
うちに一番近いのはどこ => ~any
地理的に近いところ => ~any
近くの例 => ~region
周辺自治体 => ~region
同規模 => ~size
規模が近い市 => ~size
周辺自治体の例 => ~region
県内市町村への支援 => ~prefecture
"""


def cases(table: str) -> list[object]:
    pairs = [line.partition(" =>") for line in table.strip().splitlines()]
    return [pytest.param(text, meaning.strip(), id=text) for text, _, meaning in pairs]


def told(places: Places) -> str:
    """All that was read: surface=meaning, @ where it is the asker's, - where left out, ~ likeness."""
    likeness = [f"~{likeness}" for likeness in places.likeness]
    named = [f"{m.surface.replace(' ', '_')}={_meaning(m)}{_marks(m)}" for m in places.mentions]
    return " ".join(named + likeness)


def _meaning(mention: Mention) -> str:
    if mention.towns:
        return "|".join(town.prefecture + town.name for town in mention.towns)
    if mention.size:
        size = mention.size
        return size.degree or (f"about{size.about}" if size.about else f"{size.lower or ''}..{size.upper or ''}")
    return mention.name if mention.what == "prefecture" else f"{mention.what}:{mention.name}"


def _marks(mention: Mention) -> str:
    return ("@" if mention.role == "asker" else "") + ("-" if mention.excluded else "")


@pytest.mark.parametrize(("text", "meaning"), cases(NOTHING))
def test_what_is_no_place(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(TOWNS))
def test_towns(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(KANA_AND_LATIN))
def test_kana_and_latin(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(PREFECTURES_AND_REGIONS))
def test_prefectures_and_regions(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(KINDS))
def test_kinds(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(SIZES))
def test_sizes(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(EXCLUDED))
def test_what_is_left_out(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(ASKER))
def test_the_asker(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


@pytest.mark.parametrize(("text", "meaning"), cases(LIKENESS))
def test_likeness(text: str, meaning: str) -> None:
    assert told(GAZETTEER.read_places(text)) == meaning


def test_a_whole_mention() -> None:
    fuchu = next(town for town in load_towns() if town.code == "342084")
    text = "例えば広島県の府中市以外は"
    assert GAZETTEER.mentions(text) == (
        Mention(3, 6, "広島県", "prefecture", name="広島県", prefectures=("広島県",)),
        Mention(7, 10, "府中市", "town", towns=(fuchu,), excluded=True),
    )


def test_a_whole_answer() -> None:
    size = Mention(0, 7, "人口5万ちょっと", "size", size=Size(about=50_000), role="asker")
    text = "人口５万ちょっとの市です。県内で似た規模は?"
    assert GAZETTEER.read_places(text) == Places((_of(text, size),), ("prefecture", "size"))


def _of(text: str, mention: Mention) -> Mention:
    start = fold(text).index(mention.surface)
    return replace(mention, start=start, end=start + len(mention.surface))


@pytest.mark.parametrize("context", ["{}は最初に何をしましたか", "教えて{}", "まず{}役所と呉市の例", "ところで{}って"])
def test_every_town_of_japan_is_found_by_its_name(context: str) -> None:
    missed = {town.name for town in load_towns() if town not in _towns(context.format(town.name))}
    assert missed <= {"いの町"}  # まずいの町 reads otherwise


def test_every_town_of_japan_is_one_town_with_its_prefecture() -> None:
    assert all(_towns(f"{town.prefecture}{town.name}の例") == [town] for town in load_towns())


def _towns(text: str) -> list[object]:
    return [town for mention in GAZETTEER.mentions(text) for town in mention.towns]


PIECES = [
    "呉", "市", "中野", "福岡", "県", "の", "町", "村", "うち", "は", "以外", "人口", "5万", "人", "から",
    "中国", "四国", "くれし", "Kure", " City", "小さい", "です", "、", "(", ")", "広島県", "府中市",
    "同じ", "規模", "区", "ｸﾚ", "㍿", "か\u3099",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("9" * 5000 + "万人の市")
@example("\u0000呉市\u200b\U0001f600")
def test_any_text_gives_mentions_that_stand_in_it_in_order(text: str) -> None:
    end = 0
    for mention in GAZETTEER.mentions(text):
        assert end <= mention.start < mention.end
        assert fold(text)[mention.start : mention.end] == mention.surface
        end = mention.end


def test_a_corpus_of_other_towns_knows_other_bare_names() -> None:
    other = Gazetteer(["131024"])
    assert [m.surface for m in other.mentions("ちゅうおうの例")] == ["ちゅうおう"]
    assert other.mentions("うわじまはどう") == ()
