using System.IO.Compression;
using System.Text;
using Guidon.Flags;
using Guidon.Server.Edge.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Tests.Edge.Caching;

/// <summary>Which form of a ready answer leaves, and when none does.</summary>
public sealed class RenderedAnswersTests
{
    private static readonly byte[] s_json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 500))}]");
    private static readonly RenderedAnswer s_large = new(s_json);
    private static readonly RenderedAnswer s_small = new("[]"u8.ToArray());

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP", "gzip")]
    [InlineData("br;q=0.5, gzip;q=0.8", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.000", null)]
    [InlineData("*", "br")]
    [InlineData("*, br;q=0", "gzip")]
    [InlineData("*;q=0", null)]
    [InlineData("gzip;q=nonsense", null)]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    [InlineData("gzipped, brotli", null)]
    [InlineData("", null)]
    [InlineData(" , ;,;q=1,", null)]
    public async Task The_coding_is_what_the_caller_likes_best(string accepted, string? coding)
    {
        var http = await AnswerAsync(s_large, acceptEncoding: accepted);
        Assert.Equal(coding, (string?)http.Response.Headers.ContentEncoding);
        Assert.Equal(s_json, Decoded(http));
        Assert.Equal(http.Response.ContentLength, http.Response.Body.Length);
    }

    [Fact]
    public async Task Without_a_wish_and_for_a_few_bytes_nothing_is_compressed()
    {
        Assert.Null((string?)(await AnswerAsync(s_large)).Response.Headers.ContentEncoding);
        Assert.Null((string?)(await AnswerAsync(s_small, acceptEncoding: "gzip, br")).Response.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Each_form_has_a_strong_tag_of_its_own()
    {
        string[] tags = [await TagAsync(null), await TagAsync("gzip"), await TagAsync("br")];
        Assert.Equal(3, tags.Distinct().Count());
        Assert.All(tags, tag => Assert.Matches("^\"[0-9a-f]{32}(-gzip|-br)?\"$", tag));
        Assert.Equal(new RenderedAnswer(s_json).Plain.Tag, tags[0]);
        Assert.NotEqual(s_small.Plain.Tag, tags[0]);

        static async Task<string> TagAsync(string? coding) => ((string?)(await AnswerAsync(s_large, coding)).Response.Headers.ETag) ?? "";
    }

    [Fact]
    public async Task Only_a_caller_who_names_the_current_tag_is_told_not_modified()
    {
        var tag = s_large.Plain.Tag;
        Assert.Equal(304, await StatusAsync(tag));
        Assert.Equal(304, await StatusAsync("W/" + tag));
        Assert.Equal(304, await StatusAsync($"\"other\", {tag}"));
        Assert.Equal(304, await StatusAsync("*"));
        Assert.Equal(200, await StatusAsync(null));
        Assert.Equal(200, await StatusAsync("\"other\""));
        Assert.Equal(200, await StatusAsync(tag.Trim('"')));
        Assert.Equal(200, await StatusAsync(tag, "gzip"));
        Assert.Equal(304, await StatusAsync(s_large.Gzip?.Tag, "gzip"));

        static async Task<int> StatusAsync(string? wanted, string? coding = null) => (await AnswerAsync(s_large, coding, wanted)).Response.StatusCode;
    }

    [Fact]
    public async Task Not_modified_has_a_tag_and_no_body()
    {
        var http = await AnswerAsync(s_large, ifNoneMatch: "*");
        Assert.Equal(s_large.Plain.Tag, (string?)http.Response.Headers.ETag);
        Assert.Equal(0, http.Response.Body.Length);
    }

    [Fact]
    public void Reading_the_wishes_of_a_caller_allocates_nothing()
    {
        StringValues accepted = "gzip;q=0.8, deflate, br;q=0.5", wanted = "W/\"other\", \"another\"";
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Read()
        {
            ContentCoding.Weights(accepted);
            Conditions.Names(wanted, s_large.Plain.Tag);
        }
    }

    private static async Task<HttpContext> AnswerAsync(RenderedAnswer answer, string? acceptEncoding = null, string? ifNoneMatch = null)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        if (acceptEncoding is not null) http.Request.Headers.AcceptEncoding = acceptEncoding;
        if (ifNoneMatch is not null) http.Request.Headers.IfNoneMatch = ifNoneMatch;
        await RenderedAnswers.SendAsync(http, answer);
        return http;
    }

    private static byte[] Decoded(HttpContext http)
    {
        http.Response.Body.Position = 0;
        using var target = new MemoryStream();
        using Stream source = (string?)http.Response.Headers.ContentEncoding switch
        {
            "gzip" => new GZipStream(http.Response.Body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(http.Response.Body, CompressionMode.Decompress, leaveOpen: true),
            _ => new MemoryStream(((MemoryStream)http.Response.Body).ToArray()),
        };
        source.CopyTo(target);
        return target.ToArray();
    }
}
