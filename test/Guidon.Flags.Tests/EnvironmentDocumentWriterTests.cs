using System.Buffers;
using System.Text.Json.Nodes;

namespace Guidon.Flags.Tests;

public sealed class EnvironmentDocumentWriterTests
{
    [Fact]
    public void A_document_that_was_read_is_written_as_it_was()
    {
        var document = Documents.Read(Documents.Shop);

        var written = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document, written);

        var expected = JsonNode.Parse(Documents.Shop)!.ToJsonString();
        var actual = JsonNode.Parse(written.WrittenSpan)!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
    }
}
