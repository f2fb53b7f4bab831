"""Words that carry grammar and little meaning, and the words questions are asked with."""

INDONESIAN = frozenset(
    """ada adalah adapun agar akan akankah aku anda antara apa apakah apabila apalagi atas atau bagi bagaimana
    bagaimanakah bahwa baik baru bawah beberapa begitu belum berapa berapakah beserta bila bisa boleh bukan bukankah
    dalam dan dapat dapatkah dari daripada demi demikian dengan di dia dimana dimanakah hal hanya hingga ia ialah ini
    itu iya jadi jika juga kalau kami kamu kapan kapankah karena kata ke kepada ketika kini kita lagi lah lain lalu
    lebih maka mana manakah masih maupun melalui memang menjadi menurut mereka merupakan mengapa mengapakah meski namun
    nya oleh pada padahal para per pernah pula pun punya saat saja saling sama sambil sampai sang sangat saya sebab
    sebagai sebagaimana sebuah secara sedang sedangkan sehingga sejak sekarang selain selama seluruh semua sementara
    seorang seperti serta setelah setiap siapa siapakah siapapun sih si suatu sudah supaya tadi tak tanpa tapi telah
    tentang tentu terhadap termasuk tersebut tetapi tiap tidak tolong untuk yaitu yakni yang sebutkan jelaskan ceritakan
    bandingkan kah kenapa yg dgn utk tsb dll dsb sajakah apasaja menyebutkan bernama namanya mau ingin terus cuma
    hanyalah sekali dong nih kayak seputar mengenai soal perihal terkait ya oh sana sini situ begini gimana gmn bgmn knp
    brp tuh deh kok loh lho gak ga nggak enggak ngga udah dah aja doang banget emang memangnya abis kan apaan ngapain
    sebelum sesudah usai seusai semenjak selagi seraya antar sekitar kira-kira seberapa bagaimanapun guna agaknya bahkan
    malah justru""".split()
)
ENGLISH = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each few for from further had has have having he her here hers him his how i
    if in into is it its itself just me more most my no nor not now of off on once only or other our out over own s same
    she should so some such t than that the their them then there these they this those through to too under until up us
    was we were what when where which while who whom whose why will with would you your name many much tell list give
    please compare describe explain towards toward beyond within without upon via among across against along around
    behind beside besides despite except inside like near onto outside per since throughout till unlike whether let ever
    yet else""".split()
)
