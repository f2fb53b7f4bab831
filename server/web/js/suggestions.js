/** Questions to begin with, each shown where its document of the sample corpus is on the shelf. */

/** @type {Record<import("./format.js").Language, {file: string, question: string}[]>} */
export const SUGGESTIONS = {
  id: [
    { file: "pelabuhan-tanjung-angin-2025.txt", question: "Siapa Kepala Otorita Pelabuhan Tanjung Angin?" },
    { file: "festival-lentera-balai.html", question: "Berapa jumlah pengunjung Festival Lentera Selat 2025?" },
    { file: "diplomat-asean-2019.txt", question: "Siapa Bupati Banyuwangi pada 2019?" },
  ],
  en: [
    { file: "coffee-cooperative-report.txt", question: "Who chairs the Sumber Gading coffee cooperative?" },
    { file: "young-diplomats-visit.txt", question: "How many young diplomats visited Banyuwangi?" },
    { file: "turtle-beach-notice.txt", question: "Who is the coordinator of Penyu Lestari?" },
  ],
};
