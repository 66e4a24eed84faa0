using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Guidon.Server.Edge;

/// <summary>
/// Scratch space of one identity request, pooled: outcomes, memberships and the answer's bytes. An answer is built whole before its
/// first byte leaves, so that it has a length and a failed append can still become a 503.
/// </summary>
internal sealed class AnswerBuffer : IDisposable
{
    private const int BytesKept = 256 * 1024;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly ObjectPool<AnswerBuffer> s_pool = new DefaultObjectPool<AnswerBuffer>(new Policy());

    private AnswerBuffer() => Json = new Utf8JsonWriter(Bytes, s_options);

    internal ArrayBufferWriter<byte> Bytes { get; } = new(16 * 1024);

    internal Utf8JsonWriter Json { get; }

    /// <summary>One place per flag of the flag set.</summary>
    internal int[] Outcomes { get; private set; } = [];

    /// <summary>One place per segment of the flag set, or empty.</summary>
    internal bool[] Segments { get; private set; } = [];

    internal static AnswerBuffer Rent(int flags, int segments)
    {
        var buffer = s_pool.Get();
        if (buffer.Outcomes.Length < flags) buffer.Outcomes = new int[flags];
        if (buffer.Segments.Length < segments) buffer.Segments = new bool[segments];
        return buffer;
    }

    /// <summary>Gives it back to the pool.</summary>
    public void Dispose() => s_pool.Return(this);

    private sealed class Policy : PooledObjectPolicy<AnswerBuffer>
    {
        public override AnswerBuffer Create() => new();

        public override bool Return(AnswerBuffer obj)
        {
            obj.Bytes.ResetWrittenCount();
            obj.Json.Reset();
            return obj.Bytes.Capacity <= BytesKept;
        }
    }
}
