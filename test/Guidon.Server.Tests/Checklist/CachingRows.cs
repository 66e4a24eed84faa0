using System.IO.Compression;
using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>Conditional requests, compression and HEAD, as the rows of the compatibility checklist name them.</summary>
public sealed class CachingRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Flags = "api/v1/flags/";
    private const string Document = "api/v1/environment-document/";
    private const string Identity = "api/v1/identities/?identifier=cached&transient=true";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [Trait("Row", "72, 73")]
    [InlineData("GMT")]
    [InlineData("+0000")]
    public async Task A_document_that_is_not_newer_is_304_for_both_spellings_of_the_zone(string zone)
    {
        using var first = await SendAsync(Document);
        var date = first.Content.Headers.LastModified ?? throw new InvalidOperationException("no Last-Modified");
        using var again = await SendAsync(Document, ("If-Modified-Since", date.ToString("R").Replace("GMT", zone)));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        using var older = await SendAsync(Document, ("If-Modified-Since", date.AddSeconds(-1).ToString("R").Replace("GMT", zone)));
        Assert.Equal(HttpStatusCode.OK, older.StatusCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Tue, 99 Foo 2026 25:61:61 GMT")]
    [InlineData("")]
    public async Task A_date_that_nobody_understands_is_ignored(string date)
    {
        using var answer = await SendAsync(Document, ("If-Modified-Since", date));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(Flags)]
    [InlineData(Document)]
    [InlineData(Identity)]
    public async Task What_did_not_change_is_304_for_who_names_its_tag(string path)
    {
        using var first = await SendAsync(path);
        var tag = first.Headers.ETag ?? throw new InvalidOperationException("no ETag");
        Assert.False(tag.IsWeak);
        using var again = await SendAsync(path, ("If-None-Match", tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(tag, again.Headers.ETag);
        Assert.True(again.Headers.Contains("X-Flagsmith-Document-Updated-At"));
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        using var other = await SendAsync(path, ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_tag_counts_and_the_date_beside_it_does_not()
    {
        using var answer = await SendAsync(Document, ("If-None-Match", "\"other\""), ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Another_identity_or_other_traits_have_another_tag()
    {
        using var someone = await SendAsync(Identity);
        using var other = await SendAsync("api/v1/identities/?identifier=other&transient=true", ("If-None-Match", someone.Headers.ETag?.ToString() ?? ""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(someone.Headers.ETag, other.Headers.ETag);
    }

    [Theory]
    [Trait("Row", "75")]
    [InlineData("GET", Flags)]
    [InlineData("GET", Document)]
    [InlineData("GET", Identity)]
    [InlineData("POST", "api/v1/identities/")]
    public async Task Without_a_conditional_header_nothing_is_304(string method, string path)
    {
        for (var i = 0; i < 3; i++)
        {
            using var answer = await Server.Http.SendAsync(Server.Request(new HttpMethod(method), path, Server.ServerKey, method == "POST" ? "{}" : null));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [Trait("Row", "118")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_document_is_compressed_for_who_asks_and_keeps_its_headers(string coding)
    {
        using var plain = await SendAsync(Document);
        using var answer = await SendAsync(Document, ("Accept-Encoding", coding));
        Assert.Equal([coding], answer.Content.Headers.ContentEncoding);
        Assert.Equal(plain.Content.Headers.LastModified, answer.Content.Headers.LastModified);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.NotEqual(plain.Headers.ETag, answer.Headers.ETag);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), await DecodedAsync(answer));
        using var again = await SendAsync(Document, ("Accept-Encoding", coding), ("If-None-Match", answer.Headers.ETag?.ToString() ?? ""));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData(null, null)]
    public async Task The_flags_of_an_identity_are_compressed_for_who_asks(string? accepted, string? coding)
    {
        // Long enough to be worth it.
        var body = $$"""{"identifier":"long","transient":true,"traits":[{"trait_key":"long","trait_value":"{{new string('x', 1_000)}}"}]}""";
        using var request = Server.Request(HttpMethod.Post, "api/v1/identities/", Server.ClientKey, body);
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await Server.Http.SendAsync(request);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("\"identifier\":\"long\"", System.Text.Encoding.UTF8.GetString(await DecodedAsync(answer)));
    }

    [Theory]
    [Trait("Row", "119")]
    [InlineData(Flags)]
    [InlineData(Document)]
    [InlineData(Identity)]
    public async Task HEAD_is_answered_as_GET_without_the_body(string path)
    {
        using var got = await SendAsync(path);
        using var head = await Server.Http.SendAsync(Server.Request(HttpMethod.Head, path, Server.ServerKey));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(got.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(got.Headers.ETag, head.Headers.ETag);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = Server.Request(HttpMethod.Get, path, Server.ServerKey);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Server.Http.SendAsync(request);
    }

    private static async Task<byte[]> DecodedAsync(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream source = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var target = new MemoryStream();
        await source.CopyToAsync(target);
        return target.ToArray();
    }
}
