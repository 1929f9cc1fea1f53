using System.Buffers;
using System.Text;
using System.Xml;

namespace CsrmeWeChat.Foundation.Sheets;

/// <summary>
/// Reads the XML of one part forward, element by element, and never by recursion: a stack that overflows ends the whole process. It gives
/// up on what no spreadsheet program writes and what would have to be held: deep nesting, a very long attribute or text, and very many
/// names. Elements are known by their local names, for the namespace differs between the two editions of the format.
/// </summary>
internal sealed class PartReader : IDisposable
{
    /// <summary>What is kept of a text. No cell of a list is longer.</summary>
    public const int MaxText = 1_000;

    private const int MaxDepth = 64,
        MaxToken = 1 << 20;

    /// <summary>
    /// Beginnings, ends and texts of elements. A million formatted blank rows have ten million; a list of 100,000 lines with 50 columns 25.
    /// </summary>
    private const int MaxNodes = 30_000_000;

    private int nodes;

    private readonly MeteredStream stream;
    private readonly XmlReader xml;

    public PartReader(Stream part)
    {
        stream = new MeteredStream(part);
        // XML with a DTD is refused, which is the default.
        xml = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
                NameTable = new BoundedNames(),
                CloseInput = true,
            }
        );
    }

    public string Name => xml.LocalName;

    public int Depth => xml.Depth;

    public bool IsStart => xml.NodeType is XmlNodeType.Element;

    public bool IsEmpty => xml.IsEmptyElement;

    /// <summary>The value of the element's attribute; null where it has none.</summary>
    public string? this[string attribute] => xml.GetAttribute(attribute);

    /// <summary>The value of an attribute of this local name in any namespace, such as <c>r:id</c>.</summary>
    public string? Qualified(string attribute)
    {
        string? found = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == attribute && xml.Prefix is not ("" or "xmlns"))
            {
                found = xml.Value;
            }
        }
        xml.MoveToElement();
        return found;
    }

    public bool Read()
    {
        stream.SinceLast = 0;
        if (++nodes > MaxNodes)
        {
            throw new UnreadableFileException("工作表里的内容过多，未予读取。请只保留要导入的行和列，另存后再导入。");
        }
        var more = xml.Read();
        return xml.Depth <= MaxDepth ? more : throw new InvalidDataException("Nested too deeply.");
    }

    /// <summary>Reads on to the next element below the given depth, of whatever name. False where that is behind.</summary>
    public bool NextWithin(int depth)
    {
        while (Read() && Depth > depth)
        {
            if (IsStart)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Reads past the element, so that its end is the current place.</summary>
    public void Skip()
    {
        if (!IsEmpty)
        {
            for (var depth = Depth; Read() && Depth > depth; ) { }
        }
    }

    /// <summary>The text of the element, without its children's, no more than <see cref="MaxText"/> of it.</summary>
    public string Text()
    {
        if (IsEmpty)
        {
            return "";
        }
        var text = new StringBuilder();
        var chunk = ArrayPool<char>.Shared.Rent(MaxText);
        for (var depth = Depth; Read() && Depth > depth; )
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                while (text.Length < MaxText && xml.ReadValueChunk(chunk, 0, MaxText - text.Length) is > 0 and var length)
                {
                    text.Append(chunk, 0, length);
                }
            }
        }
        ArrayPool<char>.Shared.Return(chunk);
        return text.ToString();
    }

    /// <summary>
    /// The text of a cell or of a shared text, which may be in pieces of several looks. The pronunciation that some input methods leave
    /// beside a name is no part of it.
    /// </summary>
    public string RichText()
    {
        if (IsEmpty)
        {
            return "";
        }
        var text = "";
        var depth = Depth;
        while (NextWithin(depth))
        {
            if (Name is "rPh")
            {
                Skip();
            }
            else if (Name is "t" && text.Length < MaxText)
            {
                text += Text();
            }
        }
        return text.Length <= MaxText ? text : text[..MaxText];
    }

    public void Dispose() => xml.Dispose();

    /// <summary>Refuses to go on where one reading of the parser takes more than a megabyte, all of which it would hold.</summary>
    private sealed class MeteredStream(Stream inner) : Stream
    {
        public int SinceLast { get; set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            SinceLast += read;
            return SinceLast <= MaxToken ? read : throw new InvalidDataException("Too long.");
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>The parser keeps each name that it met, so a part of nothing but different names would be held whole.</summary>
    private sealed class BoundedNames : NameTable
    {
        private const int MaxNames = 10_000;

        private int count;

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        private string Counted(string name) => ++count <= MaxNames ? name : throw new InvalidDataException("Too many names.");
    }
}
