"""Words that say little by themselves: a text that lacks one may well answer all the same.

They are no stop words, because a text that has them is the better match. But *take place*, *masuk* or *bidang*
can be left out or put otherwise in every answer, whereas a name or *penumpang* can't.
"""

from functools import lru_cache

from index.language import english, indonesian

INDONESIAN = frozenset(
    """acara aktivitas alami ambil anggap awal akhir ajak aspek atur awalnya bagian bahas banyak bawa beri berikan
    bentuk beragam berbagai berhasil berkaitan berlaku bersama besar biasa biasanya bidang buat capai cara cari contoh
    dahulu datang dasar dekat detail diri dorong dukung fakta gelar guna hadir hal hadirkan hendak hidup ikut ingat isi
    istilah istimewa jalan jawab jelas jenis kali kait kategori kecil kegiatan kejadian kelola keterangan khusus kira
    kondisi konteks kunci kurang laku laksana langkah langsung lakukan lanjut lebih lengkap lewat lihat luar lupa macam
    maksud masuk mendapat mengalami mengenal menunjukkan menentukan menjalani menyangkut milik mulai muncul nama namanya
    nilai nanti nyata orang pakai panggil paling para peran perlu persis pertama pihak poin pokok proses punya putus
    rangka rangkaian rasa resmi rupa saat sebut sedia selenggara selesai seru sifat singkat situasi soal sosok sumber
    susun tahap tahu tanggal tempat tentu tentukan tepat terjadi terlibat tersebut tertentu tetap tiba tindak tingkat
    tokoh topik total tuju turut ubah umum unggul unsur upaya utama utamanya wujud yakin""".split()
)
ENGLISH = frozenset(
    """able accompany achieve activity actually add allow area around aspect attend available base based basic become
    begin being believe beyond big bring call carry case certain come concern consider contain current deal detail do
    different during early effort end ensure especially exactly exist expect fact few field find first follow form full
    further gain general get give go good great group happen have held help hold important include involve issue item
    join keep key kind know large last late later lead let level like list little locate long look main make many matter
    mean mention move name need new next note number occur offer old open order part participate particular pass people
    perform person piece place plan play point possible present previous process program promise provide purpose put
    reach real reason receive regard relate remain role run same say see seem several show side sort specific stage
    start state still stop take talk tell thing think time together topic total towards try turn type undergo use used
    various via want way week whole within without work year""".split()
)


@lru_cache(maxsize=20_000)
def is_light(raw: str) -> bool:
    """Tell whether a folded word of either language, in whatever form, says little by itself."""
    roots, stems = _stems()
    return indonesian.stem(raw) in roots or english.stem(raw) in stems


@lru_cache(maxsize=1)
def _stems() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(indonesian.stem, INDONESIAN)), frozenset(map(english.stem, ENGLISH))
