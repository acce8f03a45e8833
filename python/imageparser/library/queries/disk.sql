-- tables: the bytes of each table with its indexes
SELECT coalesce(m.tbl_name, d.name), sum(d.pgsize) FROM dbstat d LEFT JOIN sqlite_master m ON m.name = d.name
WHERE d.aggregate = TRUE GROUP BY 1

-- unused: the bytes of pages that hold nothing
SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size
