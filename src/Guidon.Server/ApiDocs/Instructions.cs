using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace Guidon.Server.ApiDocs;

/// <summary>Reads what a method calls, and with which constants, from its compiled code.</summary>
internal static class Instructions
{
    private static readonly FrozenDictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToFrozenDictionary(code => (int)(ushort)code.Value);

    /// <returns>In order, the operand of every instruction that has one to tell: a method, a text or a whole number.</returns>
    internal static IEnumerable<object> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        for (var at = 0; at < code.Length;)
        {
            var instruction = s_codes[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += instruction.Size;
            if (Operand(method, instruction, code.AsSpan(at)) is { } operand) yield return operand;
            at += OperandBytes(instruction, code.AsSpan(at));
        }
    }

    private static object? Operand(MethodBase method, OpCode instruction, ReadOnlySpan<byte> rest) => instruction.OperandType switch
    {
        OperandType.InlineMethod => method.Module.ResolveMethod(Token(rest), method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null),
        OperandType.InlineString => method.Module.ResolveString(Token(rest)),
        OperandType.InlineI when instruction == OpCodes.Ldc_I4 => Token(rest),
        OperandType.ShortInlineI when instruction == OpCodes.Ldc_I4_S => (int)(sbyte)rest[0],
        _ => null,
    };

    private static int Token(ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(rest);

    private static int OperandBytes(OpCode instruction, ReadOnlySpan<byte> rest) => instruction.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * Token(rest)),
        _ => 4,
    };
}
