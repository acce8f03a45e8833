-- What a document's layers say of the file as a whole, so that filters need not look at each of them.
ALTER TABLE files ADD COLUMN has_text INTEGER;
ALTER TABLE files ADD COLUMN has_smart_object INTEGER;
ALTER TABLE files ADD COLUMN has_adjustment INTEGER;
-- Layers of which a picture of their own would be looked at.
ALTER TABLE files ADD COLUMN pictured_layers INTEGER;
-- Every run asks what is to do; most files of most libraries have no layers and are not to be looked at for that.
CREATE INDEX files_by_pictured ON files (pictured_layers) WHERE pictured_layers > 0;

ALTER TABLE layers ADD COLUMN fill INTEGER NOT NULL DEFAULT 255;
ALTER TABLE layers ADD COLUMN fonts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE layers ADD COLUMN effects TEXT NOT NULL DEFAULT '[]';
ALTER TABLE layers ADD COLUMN locks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE layers ADD COLUMN color_label TEXT;
-- The name of the picture that a smart object shows; NULL for every other layer.
ALTER TABLE layers ADD COLUMN smart_object TEXT;
ALTER TABLE layers ADD COLUMN pictured INTEGER NOT NULL DEFAULT 0;

-- What the rows of version 1 know already; the rest comes when the files are read again.
UPDATE layers SET smart_object = '' WHERE kind = 'smartobject';
UPDATE files SET
    has_text = EXISTS (SELECT 1 FROM layers l WHERE l.file_id = files.id AND l.kind = 'type'),
    has_smart_object = EXISTS (SELECT 1 FROM layers l WHERE l.file_id = files.id AND l.kind = 'smartobject'),
    has_adjustment = EXISTS (SELECT 1 FROM layers l WHERE l.file_id = files.id AND l.kind IN (
        'brightnesscontrast', 'curves', 'exposure', 'levels', 'vibrance', 'huesaturation', 'colorbalance',
        'blackandwhite', 'photofilter', 'channelmixer', 'colorlookup', 'invert', 'posterize', 'threshold',
        'selectivecolor', 'gradientmap'
    ))
WHERE digest IS NOT NULL;

CREATE TABLE fonts (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    font TEXT NOT NULL,
    PRIMARY KEY (file_id, font)
) STRICT, WITHOUT ROWID;
CREATE INDEX fonts_by_font ON fonts (font, file_id);

-- The picture of a layer by the digest of its pixels, under the number that vector tables know it by.
CREATE TABLE layer_pictures (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE layer_links (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    layer_id INTEGER NOT NULL,
    picture_id INTEGER NOT NULL REFERENCES layer_pictures (id),
    PRIMARY KEY (file_id, layer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX layer_links_by_picture ON layer_links (picture_id, file_id, layer_id);

-- What the ids of a vector table are: of files, or of layer pictures.
ALTER TABLE vector_tables ADD COLUMN owner TEXT NOT NULL DEFAULT 'file';
