using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Guidon.Cli;

/// <summary>
/// Cuts a stream into JSON documents: one over many lines, or one a line, as they come and without reading ahead of a line. Each line
/// is scanned once; the reader's state says where a document ends.
/// </summary>
internal sealed class JsonDocuments(Stream input)
{
    private static readonly JsonReaderOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly PipeReader _lines = PipeReader.Create(input);
    private readonly ArrayBufferWriter<byte> _document = new();
    private JsonReaderState _state = new(s_options);
    private int _scanned;
    private int _linesRead;

    /// <summary>The document; valid until the next call.</summary>
    internal ReadOnlyMemory<byte> Current => _document.WrittenMemory;

    /// <summary>The line on which the current document begins, from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>What is wrong with the text at <see cref="Line"/>; <see langword="null"/> when <see cref="Current"/> is a whole document.</summary>
    internal string? Error { get; private set; }

    /// <returns>False at the end of the input.</returns>
    internal async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        _document.ResetWrittenCount();
        _state = new JsonReaderState(s_options);
        _scanned = 0;
        while (await ReadLineAsync(cancellation).ConfigureAwait(false))
        {
            if (_document.WrittenCount == 0) continue;
            if (Scan(isLast: false)) return true;
        }

        return _document.WrittenCount > 0 && (Scan(isLast: true) || Fail("the document is cut off"));
    }

    /// <summary>Looks at what came since the last look.</summary>
    /// <returns>True when a document is complete or broken.</returns>
    private bool Scan(bool isLast)
    {
        try
        {
            var json = new Utf8JsonReader(_document.WrittenSpan[_scanned..], isLast, _state);
            while (json.Read())
            {
                if (json.CurrentDepth > 0 || json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) continue;
                return json.TokenType == JsonTokenType.EndObject || Fail("an EvaluationContext object is expected");
            }

            _scanned += (int)json.BytesConsumed;
            _state = json.CurrentState;
            return false;
        }
        catch (JsonException error)
        {
            Line += (int)(error.LineNumber ?? 0);
            return Fail($"not JSON: {error.Message}");
        }
    }

    private bool Fail(string error)
    {
        Error = error;
        return true;
    }

    /// <summary>Appends the next line with its end to the document, unless the document is empty and the line blank.</summary>
    private async ValueTask<bool> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _lines.ReadAsync(cancellation).ConfigureAwait(false);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted)
            {
                _lines.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var line = end is { } at ? read.Buffer.Slice(0, read.Buffer.GetPosition(1, at)) : read.Buffer;
            if (line.IsEmpty) return false;
            Take(line);
            _lines.AdvanceTo(line.End);
            return true;
        }
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        _linesRead++;
        if (_document.WrittenCount == 0)
        {
            if (line.ToArray().AsSpan().Trim(" \t\r\n"u8).IsEmpty) return;
            Line = _linesRead;
        }

        foreach (var part in line) _document.Write(part.Span);
    }
}
